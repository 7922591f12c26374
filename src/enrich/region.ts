import type { Place } from "./place.ts";

/**
 * Where AWS's regions stand: the city or area that AWS names for each, and the country. Facts from AWS's public
 * list of regions. Of the isolated regions only the country is public; their radius says so.
 */
const row = (
  name: string,
  country: string,
  [latitude, longitude, radiusKm]: readonly [number, number, number],
): Place => ({ name, country, latitude, longitude, radiusKm });

const CITY = 60; // data centres of a region stand within some 100 km of each other
const AREA = 200; // where AWS names a state, not a city
const SOMEWHERE = 2500; // isolated regions: somewhere in the country

export const AWS_REGIONS: Readonly<Record<string, Place>> = {
  "us-east-1": row("Northern Virginia", "US", [38.95, -77.45, CITY]),
  "us-east-2": row("Ohio", "US", [40.1, -82.75, AREA]),
  "us-west-1": row("Northern California", "US", [37.35, -121.95, CITY]),
  "us-west-2": row("Oregon", "US", [45.85, -119.7, AREA]),
  "us-gov-east-1": row("GovCloud, eastern US", "US", [39.95, -82.98, AREA]),
  "us-gov-west-1": row("GovCloud, north-western US", "US", [45.6, -121.2, AREA]),
  "us-iso-east-1": row("Isolated, eastern US", "US", [39.8, -98.6, SOMEWHERE]),
  "us-iso-west-1": row("Isolated, western US", "US", [39.8, -98.6, SOMEWHERE]),
  "us-isob-east-1": row("Isolated (b), eastern US", "US", [39.8, -98.6, SOMEWHERE]),
  "us-isob-west-1": row("Isolated (b), western US", "US", [39.8, -98.6, SOMEWHERE]),
  "us-isof-east-1": row("Isolated (f), eastern US", "US", [39.8, -98.6, SOMEWHERE]),
  "us-isof-south-1": row("Isolated (f), southern US", "US", [39.8, -98.6, SOMEWHERE]),
  "ca-central-1": row("Montreal", "CA", [45.5, -73.57, CITY]),
  "ca-west-1": row("Calgary", "CA", [51.05, -114.07, CITY]),
  "mx-central-1": row("Querétaro", "MX", [20.59, -100.39, CITY]),
  "sa-east-1": row("São Paulo", "BR", [-23.55, -46.63, CITY]),
  "sa-west-1": row("Santiago", "CL", [-33.45, -70.67, CITY]),
  "eu-central-1": row("Frankfurt", "DE", [50.11, 8.68, CITY]),
  "eu-central-2": row("Zürich", "CH", [47.38, 8.54, CITY]),
  "eu-north-1": row("Stockholm", "SE", [59.33, 18.07, AREA]),
  "eu-south-1": row("Milan", "IT", [45.46, 9.19, CITY]),
  "eu-south-2": row("Aragón", "ES", [41.65, -0.89, AREA]),
  "eu-west-1": row("Dublin", "IE", [53.35, -6.26, CITY]),
  "eu-west-2": row("London", "GB", [51.51, -0.13, CITY]),
  "eu-west-3": row("Paris", "FR", [48.86, 2.35, CITY]),
  "eu-isoe-west-1": row("Isolated (e), western Europe", "GB", [54.0, -2.5, 600]),
  "eusc-de-east-1": row("Brandenburg (European Sovereign Cloud)", "DE", [52.41, 12.55, AREA]),
  "af-south-1": row("Cape Town", "ZA", [-33.93, 18.42, CITY]),
  "il-central-1": row("Tel Aviv", "IL", [32.09, 34.78, CITY]),
  "me-central-1": row("United Arab Emirates", "AE", [24.45, 54.4, AREA]),
  "me-south-1": row("Bahrain", "BH", [26.07, 50.55, CITY]),
  "me-west-1": row("Saudi Arabia", "SA", [24.71, 46.68, 900]),
  "ap-east-1": row("Hong Kong", "HK", [22.32, 114.17, CITY]),
  "ap-east-2": row("Taipei", "TW", [25.03, 121.57, CITY]),
  "ap-northeast-1": row("Tokyo", "JP", [35.68, 139.69, CITY]),
  "ap-northeast-2": row("Seoul", "KR", [37.57, 126.98, CITY]),
  "ap-northeast-3": row("Osaka", "JP", [34.69, 135.5, CITY]),
  "ap-south-1": row("Mumbai", "IN", [19.08, 72.88, CITY]),
  "ap-south-2": row("Hyderabad", "IN", [17.39, 78.49, CITY]),
  "ap-southeast-1": row("Singapore", "SG", [1.35, 103.82, CITY]),
  "ap-southeast-2": row("Sydney", "AU", [-33.87, 151.21, CITY]),
  "ap-southeast-3": row("Jakarta", "ID", [-6.21, 106.85, CITY]),
  "ap-southeast-4": row("Melbourne", "AU", [-37.81, 144.96, CITY]),
  "ap-southeast-5": row("Kuala Lumpur", "MY", [3.14, 101.69, CITY]),
  "ap-southeast-6": row("Auckland", "NZ", [-36.85, 174.76, CITY]),
  "ap-southeast-7": row("Bangkok", "TH", [13.76, 100.5, CITY]),
  "cn-north-1": row("Beijing", "CN", [39.9, 116.41, CITY]),
  "cn-northwest-1": row("Ningxia", "CN", [37.5, 105.2, AREA]),
};
