import { Alert, Group, Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { DagDetail, Schemas } from '../../api/client'
import { versionQuery, versionsQuery } from '../../api/versions'
import { Notebook } from '../../notebook/Notebook'
import { Source } from '../../notebook/Source'
import { parseNotebook } from '../../notebook/model'
import { Problem } from '../../parts/Problem'
import { Time } from '../../parts/Time'
import { absolute } from '../../time'
import { bytes, shortCommit } from '../../words'
import { CodeDiff } from './CodeDiff'
import styles from './Code.module.css'

/** The dag's files as any of its versions has them. */
export function Code({ dag }: { dag: DagDetail }) {
  const { commit = dag.commit, against, file } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const { data: versions } = useQuery(versionsQuery(dag.dag_id))
  const { data: files, error, refetch } = useQuery(versionQuery(dag.dag_id, commit))
  const version = versions?.find((one) => one.commit === commit)
  const shown = files?.find((one) => one.path === file) ?? files?.find((one) => one.path === 'dag.yml') ?? files?.[0]
  const show = (change: { commit?: string; against?: string; file?: string }) => { void navigate({ search: (before) => ({ ...before, ...change }), replace: true }) }
  return (
    <>
      <Group mb="xs" gap="sm">
        <Select
          size="xs" w={340} maw="100%" aria-label="Version" value={commit} allowDeselect={false}
          data={(versions ?? [{ commit, at: dag.deployed_at, author: dag.run_as, message: '' }]).map((one) => ({ value: one.commit, label: `${shortCommit(one.commit)}  ${absolute(one.at)}  ${one.author}${one.commit === dag.commit ? '  (runs now)' : ''}` }))}
          onChange={(to) => { show({ commit: to === null || to === dag.commit ? undefined : to }) }}
        />
        {versions !== undefined && versions.length > 1 && (
          <Select
            size="xs" w={300} maw="100%" aria-label="Compare with" placeholder="Compare with …" value={against ?? null} clearable
            data={versions.filter((one) => one.commit !== commit).map((one) => ({ value: one.commit, label: `${shortCommit(one.commit)}  ${absolute(one.at)}  ${one.author}` }))}
            onChange={(to) => { show({ against: to ?? undefined }) }}
          />
        )}
        {version !== undefined && <span className={styles.message}>{version.message.trim()} · <Time iso={version.at} /></span>}
      </Group>
      {commit !== dag.commit && <Alert color="gray" py={6} mb="xs">An older version: new runs take {shortCommit(dag.commit)}.</Alert>}
      {against !== undefined && <CodeDiff dagId={dag.dag_id} from={against} to={commit} />}
      <Problem error={error} retry={() => { void refetch() }} />
      {files === undefined && against === undefined && error === null && <Skeleton h={300} />}
      {files !== undefined && against === undefined && (
        <div className={styles.sides}>
          <nav className={styles.files} aria-label="Files">
            {files.map((one) => <button key={one.path} type="button" className={styles.file} aria-current={one === shown} onClick={() => { show({ file: one.path }) }}>{one.path}</button>)}
          </nav>
          {shown !== undefined && <File key={shown.path} file={shown} />}
        </div>
      )}
    </>
  )
}

function File({ file }: { file: Schemas['DagFile'] }) {
  const { path, text } = file
  const notebook = useMemo(() => (text !== null && path.endsWith('.ipynb') ? readable(text) : null), [path, text])
  if (text === null) return <p className={styles.message}>{path} is no text, or too long to be shown: {bytes(file.size)}.</p>
  if (notebook !== null) return <Notebook notebook={notebook} cells={[]} failingCell={null} failingLine={null} hideCode={false} name={path} />
  return <div className={styles.text} role="region" aria-label={path}><Source source={text} language={path.endsWith('.py') ? 'python' : ''} /></div>
}

function readable(text: string) {
  try {
    return parseNotebook(text)
  } catch {
    return null
  }
}
