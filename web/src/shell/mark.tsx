/** Gait's mark: three even steps, and one that leaves the way. */
export const Mark = ({ size = 22 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
    <g fill="var(--accent)">
      <ellipse cx="6" cy="22.5" rx="3" ry="4.1" />
      <ellipse cx="13" cy="12" rx="3" ry="4.1" />
      <ellipse cx="20" cy="22.5" rx="3" ry="4.1" />
    </g>
    <ellipse cx="26.4" cy="7.6" rx="3" ry="4.1" fill="var(--high)" transform="rotate(24 26.4 7.6)" />
  </svg>
);
