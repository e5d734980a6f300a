import type { Profile, ServerOptions } from '../../api/client'

export const OWN = '--unlisted-choice'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The profile that these options are of: theirs where the user may have it, else the default one. */
export function profileOf(profiles: readonly Profile[], options: ServerOptions): Profile | undefined {
  return profiles.find((one) => one.slug === options.profile) ?? profiles.find((one) => one.is_default) ?? profiles[0]
}

/** The choice that holds for an option: the one made, else the default one; "" for a value of one's own. */
export function choiceOf(option: Profile['options'][number], options: ServerOptions): string {
  if (options[option.name + OWN] !== undefined) return ''
  const made = option.choices.find((one) => one.slug === options[option.name])
  return (made ?? option.choices.find((one) => one.is_default) ?? option.choices[0])?.slug ?? ''
}

export const ownValue = (option: Profile['options'][number], options: ServerOptions): string => text(options[option.name + OWN])

/** What a form begins with: what was chosen last, as far as it can be chosen still. */
export function remembered(profiles: readonly Profile[], last: ServerOptions): ServerOptions {
  const profile = profileOf(profiles, last)
  if (profile === undefined) return {}
  const options: ServerOptions = { profile: profile.slug }
  for (const option of profile.options) {
    const own = ownValue(option, last)
    if (own !== '' && option.unlisted !== null) options[option.name + OWN] = own
    else if (option.choices.length > 0) options[option.name] = choiceOf(option, { [option.name]: last[option.name] })
  }
  return options
}
