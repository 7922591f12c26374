import {
  Activity,
  BrainCircuit,
  ChartNoAxesCombined,
  CloudUpload,
  Crosshair,
  FileStack,
  FileText,
  Gauge,
  Globe,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  MessageCircleQuestionMark,
  Microscope,
  ScrollText,
  Settings,
  Siren,
  Target,
  Users,
} from "lucide-react";
import type { ComponentType } from "react";

/** A page of the app: where it is, what it is called, how it is loaded. */
export interface PageRecord {
  /** As TanStack Router writes paths: `/actors/$id`. */
  readonly path: string;
  readonly label: string;
  /** Where it stands in the navigation; null: it is reached from elsewhere. */
  readonly group: "Watch" | "Understand" | "Judge" | "Run" | null;
  readonly icon: LucideIcon;
  /** After `g`: the key that goes there; null: none. */
  readonly key: string | null;
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** Every page. To add one: a line here, and the page in `page/<name>/<name>-page.tsx`. */
export const PAGES: readonly PageRecord[] = [
  {
    path: "/",
    label: "Overview",
    group: "Watch",
    icon: LayoutDashboard,
    key: "o",
    load: async () => ({ default: (await import("./page/overview/overview-page.tsx")).OverviewPage }),
  },
  {
    path: "/incidents",
    label: "Incidents",
    group: "Watch",
    icon: Siren,
    key: "i",
    load: async () => ({ default: (await import("./page/incidents/incidents-page.tsx")).IncidentsPage }),
  },
  {
    path: "/incidents/$id",
    label: "Incident",
    group: null,
    icon: Siren,
    key: null,
    load: async () => ({ default: (await import("./page/incidents/incident-page.tsx")).IncidentPage }),
  },
  {
    path: "/findings",
    label: "Findings",
    group: "Watch",
    icon: ListTree,
    key: "f",
    load: async () => ({ default: (await import("./page/findings/findings-page.tsx")).FindingsPage }),
  },
  {
    path: "/actors",
    label: "Actors",
    group: "Understand",
    icon: Users,
    key: "u",
    load: async () => ({ default: (await import("./page/actors/actors-page.tsx")).ActorsPage }),
  },
  {
    path: "/actors/$id",
    label: "Actor",
    group: null,
    icon: Users,
    key: null,
    load: async () => ({ default: (await import("./page/actor/actor-page.tsx")).ActorPage }),
  },
  {
    path: "/map",
    label: "Threat map",
    group: "Understand",
    icon: Globe,
    key: "m",
    load: async () => ({ default: (await import("./page/map/map-page.tsx")).MapPage }),
  },
  {
    path: "/anomalies",
    label: "Anomalies",
    group: "Understand",
    icon: Activity,
    key: "n",
    load: async () => ({ default: (await import("./page/anomalies/anomalies-page.tsx")).AnomaliesPage }),
  },
  {
    path: "/analytics",
    label: "Analytics",
    group: "Understand",
    icon: ChartNoAxesCombined,
    key: "y",
    load: async () => ({ default: (await import("./page/analytics/analytics-page.tsx")).AnalyticsPage }),
  },
  {
    path: "/investigation",
    label: "Investigation",
    group: "Understand",
    icon: Microscope,
    key: "v",
    load: async () => ({
      default: (await import("./page/investigation/investigation-page.tsx")).InvestigationPage,
    }),
  },
  {
    path: "/hunt",
    label: "Hunt",
    group: "Understand",
    icon: Crosshair,
    key: "h",
    load: async () => ({ default: (await import("./page/hunt/hunt-page.tsx")).HuntPage }),
  },
  {
    path: "/reports",
    label: "Reports",
    group: "Understand",
    icon: FileText,
    key: "r",
    load: async () => ({ default: (await import("./page/reports/reports-page.tsx")).ReportsPage }),
  },
  {
    path: "/assistant",
    label: "Assistant",
    group: "Understand",
    icon: MessageCircleQuestionMark,
    key: "a",
    load: async () => ({ default: (await import("./page/assistant/assistant-page.tsx")).AssistantPage }),
  },
  {
    path: "/settings",
    label: "Settings",
    group: "Run",
    icon: Settings,
    key: ",",
    load: async () => ({ default: (await import("./page/settings/settings-page.tsx")).SettingsPage }),
  },
  {
    path: "/uploads",
    label: "Uploads",
    group: "Understand",
    icon: CloudUpload,
    key: "p",
    load: async () => ({ default: (await import("./page/uploads/uploads-page.tsx")).UploadsPage }),
  },
  {
    path: "/predict",
    label: "Predict",
    group: "Judge",
    icon: Target,
    key: "t",
    load: async () => ({ default: (await import("./page/predict/predict-page.tsx")).PredictPage }),
  },
  {
    path: "/batch",
    label: "Batch",
    group: "Judge",
    icon: FileStack,
    key: "b",
    load: async () => ({ default: (await import("./page/batch/batch-page.tsx")).BatchPage }),
  },
  {
    path: "/rules",
    label: "Rules",
    group: "Judge",
    icon: ScrollText,
    key: "l",
    load: async () => ({ default: (await import("./page/rules/rules-page.tsx")).RulesPage }),
  },
  {
    path: "/rules/new",
    label: "Bring rules",
    group: null,
    icon: ScrollText,
    key: null,
    load: async () => ({ default: (await import("./page/rules/bring-page.tsx")).BringPage }),
  },
  {
    path: "/rules/$id",
    label: "Rule",
    group: null,
    icon: ScrollText,
    key: null,
    load: async () => ({ default: (await import("./page/rules/rule-page.tsx")).RulePage }),
  },
  {
    path: "/models",
    label: "Models",
    group: "Judge",
    icon: BrainCircuit,
    key: "k",
    load: async () => ({ default: (await import("./page/models/models-page.tsx")).ModelsPage }),
  },
  {
    path: "/dashboard",
    label: "Dashboard",
    group: "Run",
    icon: Gauge,
    key: "d",
    load: async () => ({ default: (await import("./page/dashboard/dashboard-page.tsx")).DashboardPage }),
  },
];
