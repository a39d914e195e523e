/** Acts and channels of relief for people. A word that this page does not know stays as it is. */
const acts: Readonly<Record<string, string>> = {
  order: 'Order that moves dates',
  override: 'Signed override',
  visit: 'Visit to the own vendor',
  rescue: 'Visit to another vendor',
  'extension-code': 'Telephone code for more days',
  'override-code': 'Telephone code to start',
}
const channels: Readonly<Record<string, string>> = {
  mirror: 'mirror',
  phone: 'phone',
  bench: 'bench',
  qr: 'QR code',
  telephone: 'telephone',
}
const givers: Readonly<Record<string, string>> = {
  authority: 'the authority',
  vendor: 'the vendor',
  rescue: 'another vendor',
}

export const actWords = (act: string): string => acts[act] ?? act
export const channelWords = (channel: string): string => channels[channel] ?? channel
export const giverWords = (giver: string): string => givers[giver] ?? giver
