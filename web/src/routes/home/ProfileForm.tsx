import { Group, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { Profile, ServerOptions } from '../../api/client'
import { choiceOf, OWN, ownValue, profileOf, remembered } from './profile-choice'

interface FormProps {
  profiles: readonly Profile[]
  options: ServerOptions
  onChange: (options: ServerOptions) => void
}

/** What a server is to be: a card a profile, and what may be chosen within it. */
export function ProfileForm({ profiles, options, onChange }: FormProps) {
  const profile = profileOf(profiles, options)
  return (
    <Stack gap="sm">
      <Radio.Group label="Profile" value={profile?.slug ?? null} onChange={(slug) => { onChange(remembered(profiles, { ...options, profile: slug })) }}>
        <Stack gap={6} mt={4}>
          {profiles.map((one) => (
            <Radio.Card key={one.slug} value={one.slug} radius="md" p="xs" aria-label={one.display_name}>
              <Group wrap="nowrap" align="flex-start" gap="xs">
                <Radio.Indicator mt={2} />
                <div><Text size="sm" fw={600}>{one.display_name}</Text>{one.description !== '' && <Text size="xs" c="var(--page-quiet)">{one.description}</Text>}</div>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      {profile?.options.map((option) => <OptionField key={option.name} option={option} options={options} onChange={onChange} />)}
    </Stack>
  )
}

function OptionField({ option, options, onChange }: { option: Profile['options'][number]; options: ServerOptions; onChange: (options: ServerOptions) => void }) {
  const choice = choiceOf(option, options)
  const others = Object.fromEntries(Object.entries(options).filter(([name]) => name !== option.name && name !== option.name + OWN))
  const choose = (slug: string) => { onChange(slug === '' ? { ...others, [option.name + OWN]: '' } : { ...others, [option.name]: slug }) }
  const data = [...option.choices.map((one) => ({ value: one.slug, label: one.display_name })), ...(option.unlisted === null ? [] : [{ value: '', label: option.unlisted.display_name }])]
  return (
    <Stack gap={4}>
      {option.choices.length > 0 && <NativeSelect size="sm" label={option.display_name} data={data} value={choice} onChange={(event) => { choose(event.currentTarget.value) }} />}
      {option.unlisted !== null && choice === '' && (
        <TextInput size="sm" label={option.choices.length > 0 ? option.unlisted.display_name : option.display_name} value={ownValue(option, options)} onChange={(event) => { onChange({ ...others, [option.name + OWN]: event.currentTarget.value }) }} />
      )}
    </Stack>
  )
}
