/** Tables of what processes let each other know, as queries see them. See `tables.ts` for instants and numbers. */
export interface TogetherTables {
  readonly tallies: TalliesTable;
  readonly news: NewsTable;
  /** One row: the number of the latest news. */
  readonly news_numbers: { readonly number: number };
}

export interface TalliesTable {
  /** A UUID made from the name's hash: names hold addresses and what strangers type. */
  readonly name: string;
  readonly from_at: number;
  readonly until_at: number;
  readonly tally: number;
}

export interface NewsTable {
  readonly number: number;
  readonly teller: string;
  readonly event: string;
  /** JSON. */
  readonly data: string;
}
