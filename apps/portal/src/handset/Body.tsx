import type { Outputs } from '@keyturn/device/outputs.ts'
import type { ReactNode } from 'react'
import style from './Body.module.css'
import { DotDisplay } from './DotDisplay.tsx'

type Props = Pick<Outputs, 'display' | 'lamp'> & {
  readonly device: string
  readonly powered: boolean
  readonly breathing: boolean
  readonly sounding: boolean
}

/** The handset to look at. Everything it shows is also said in words by whoever places it. */
export const Body = ({ display, lamp, device, powered, breathing, sounding }: Props): ReactNode => (
  <div className={style['handset']} aria-hidden="true">
    <div className={style['mouthpiece']} data-breathing={breathing}>
      <i />
      <i />
      <i />
    </div>
    <div className={style['case']} data-powered={powered}>
      <div className={style['face']}>
        <span className={style['lamp']} data-lamp={lamp} />
        <span className={style['name']}>KEYTURN</span>
        <span className={style['grille']} data-sounding={sounding} />
      </div>
      <div className={style['window']}>
        <DotDisplay lines={display} />
      </div>
      <p className={style['serial']}>{device}</p>
    </div>
  </div>
)
