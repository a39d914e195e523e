/** Every endpoint of the server, by name. */
import { enrollDevice, getDevice, listDevices } from './endpoints/devices.ts'
import { appendLog, readLog } from './endpoints/log.ts'
import { deviceStatus } from './endpoints/status.ts'
import { getCheckpoint, getKeys, getProof } from './endpoints/tree.ts'

export const endpoints = {
  'enroll-device': enrollDevice,
  'list-devices': listDevices,
  'get-device': getDevice,
  'append-log': appendLog,
  'read-log': readLog,
  'device-status': deviceStatus,
  'get-checkpoint': getCheckpoint,
  'get-proof': getProof,
  'get-keys': getKeys,
} as const

export type EndpointName = keyof typeof endpoints
