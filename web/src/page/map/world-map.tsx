import { ActionIcon } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { Maximize, Minus, Plus } from "lucide-react";
import type { KeyboardEvent } from "react";
import { formatPlural } from "../../part/format.ts";
import { SEVERITIES, SEVERITY_WORDS, toSeverityColour } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { cx } from "../../theme/class-names.ts";
import { usePanZoom } from "./use-pan-zoom.ts";
import { type Place, toPlaceKey } from "./use-places.ts";
import styles from "./world-map.module.css";
import {
  COUNTRIES,
  COUNTRIES_TRANSFORM,
  GRATICULE,
  MAP_HEIGHT,
  MAP_WIDTH,
  toMapPlace,
} from "./world-shapes.ts";

export interface WorldMapProps {
  readonly places: readonly Place[];
  /** Key of the place whose detail is open. */
  readonly chosen: string;
  readonly onChoose: (place: Place) => void;
}

/** The world: countries that calls came from shaded by the worst that was found, cloud regions as shapes. */
export function WorldMap({ places, chosen, onChoose }: WorldMapProps) {
  const { ref, view, wasDragged, larger, smaller, whole, handlers } = usePanZoom();
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  // Where the map is drawn small, markers stay large enough to be hit.
  const markerScale =
    Math.min(MARKER_SCALE_MAX, Math.max(1, MAP_WIDTH / Math.max(width, 1))) / Math.sqrt(view.scale);
  const choose = (place: Place): void => {
    if (!wasDragged()) onChoose(place);
  };
  const countries = new Map(
    places.flatMap((one) => (one.kind === "country" ? [[one.id, one] as const] : [])),
  );
  const drawn = new Set(COUNTRIES.map(({ letters }) => letters));
  const most = Math.max(1, ...[...countries.values()].map(({ events }) => events));
  const marked = places.filter((one) => one.at !== null && (one.kind === "region" || !drawn.has(one.id)));
  return (
    <div className={styles["frame"]} ref={frame}>
      <svg
        ref={ref}
        viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`}
        className={styles["map"]}
        tabIndex={0}
        aria-label="Map of the world. Arrow keys move it, plus and minus enlarge it, 0 shows all of it. The same stands in the table below."
        {...handlers}
      >
        <g className={styles["world"]} transform={`scale(${view.scale}) translate(${-view.x},${-view.y})`}>
          <path d={GRATICULE} className={styles["graticule"]} vectorEffect="non-scaling-stroke" />
          <g transform={COUNTRIES_TRANSFORM}>
            {COUNTRIES.map(({ key, letters, path }) => {
              const place = letters === null ? undefined : countries.get(letters);
              if (place === undefined)
                return (
                  <path key={key} d={path} className={styles["country"]} vectorEffect="non-scaling-stroke" />
                );
              return (
                <Country
                  key={key}
                  path={path}
                  place={place}
                  share={Math.log1p(place.events) / Math.log1p(most)}
                  isChosen={toPlaceKey(place) === chosen}
                  onChoose={choose}
                />
              );
            })}
          </g>
          {marked.map((place) => (
            <Marker
              key={toPlaceKey(place)}
              place={place}
              scale={markerScale}
              isChosen={toPlaceKey(place) === chosen}
              onChoose={choose}
            />
          ))}
        </g>
      </svg>
      <div className={styles["tools"]}>
        <ActionIcon variant="default" aria-label="Larger" title="Larger" onClick={larger}>
          <Plus size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Smaller" title="Smaller" onClick={smaller}>
          <Minus size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Whole map" title="Whole map" onClick={whole}>
          <Maximize size={15} aria-hidden />
        </ActionIcon>
      </div>
      <MapLegend />
    </div>
  );
}

interface PlaceProps {
  readonly place: Place;
  readonly isChosen: boolean;
  readonly onChoose: (place: Place) => void;
}

/** A place in words, for whoever does not see it. */
const describe = ({ kind, name, events, findings, level }: Place): string =>
  `${kind === "country" ? "From" : "Cloud region"} ${name}: ${formatPlural(events, "event")}, ${formatPlural(findings, "finding")}${level === null ? "" : `, the worst ${SEVERITY_WORDS[level].toLowerCase()}`}`;

const toButton = ({ place, onChoose }: Pick<PlaceProps, "place" | "onChoose">) => ({
  role: "button",
  tabIndex: 0,
  "aria-label": describe(place),
  onClick: () => onChoose(place),
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(place);
  },
});

/** What no finding stands on is tinted by how much was done; the rest by the worst finding. */
const toFill = ({ level }: Place, share: number): string =>
  level === null
    ? `color-mix(in oklab, var(--accent) ${Math.round(12 + 33 * share)}%, var(--surface-panel))`
    : `color-mix(in oklab, ${toSeverityColour(level)} ${Math.round(30 + 40 * share)}%, var(--surface-panel))`;

interface CountryProps extends PlaceProps {
  readonly path: string;
  /** Of the place with most events, by logarithm. */
  readonly share: number;
}

const Country = ({ path, place, share, isChosen, onChoose }: CountryProps) => (
  <path
    d={path}
    className={cx(styles["country"], styles["live"], isChosen && styles["chosen"])}
    style={{ fill: toFill(place, share) }}
    vectorEffect="non-scaling-stroke"
    {...toButton({ place, onChoose })}
  >
    <title>{describe(place)}</title>
  </path>
);

interface MarkerProps extends PlaceProps {
  readonly scale: number;
}

const MARKER_SCALE_MAX = 2;
const RADIUS = 9;
const SHAPE = 11;

/** A cloud region, or a country too small to be drawn: its level by shape and colour, the same size at every scale. */
function Marker({ place, scale, isChosen, onChoose }: MarkerProps) {
  const at = place.at === null ? null : toMapPlace(place.at.longitude, place.at.latitude);
  if (at === null) return null;
  return (
    <g
      transform={`translate(${at[0]},${at[1]}) scale(${scale})`}
      className={cx(styles["marker"], isChosen && styles["on"])}
      {...toButton({ place, onChoose })}
    >
      <title>{describe(place)}</title>
      {place.kind === "region" ? (
        <rect
          x={-RADIUS}
          y={-RADIUS}
          width={2 * RADIUS}
          height={2 * RADIUS}
          rx={3}
          className={styles["ring"]}
        />
      ) : (
        <circle r={RADIUS} className={styles["ring"]} />
      )}
      {place.level === null ? (
        <circle r={3} className={styles["quiet"]} />
      ) : (
        <g transform={`translate(${-SHAPE / 2},${-SHAPE / 2})`}>
          <SeverityShape severity={place.level} size={SHAPE} />
        </g>
      )}
    </g>
  );
}

const MapLegend = () => (
  <div className={styles["legend"]}>
    <span>
      <i
        className={styles["swatch"]}
        style={{ background: "color-mix(in oklab, var(--accent) 35%, var(--surface-panel))" }}
      />
      Calls came from there, nothing was found
    </span>
    {SEVERITIES.map((severity) => (
      <span key={severity}>
        <SeverityShape severity={severity} size={11} />
        {SEVERITY_WORDS[severity]}
      </span>
    ))}
    <span>
      <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden>
        <rect x={-6} y={-6} width={12} height={12} rx={2} className={styles["ring"]} />
      </svg>
      Cloud region
    </span>
    <span>
      <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden>
        <circle r={6} className={styles["ring"]} />
      </svg>
      Small country
    </span>
  </div>
);
