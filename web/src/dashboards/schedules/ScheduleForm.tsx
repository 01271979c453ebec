import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Heading, Input, Label, TextField } from 'react-aria-components';
import { createSchedule } from '../../api/schedules';
import { Choice } from '../../ui/Choice';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { cronOf, weekdays, type Plain } from './cron';
import { schedulesKey, useSchedules } from './useSchedules';

interface Properties {
  dashboardId: string;
  onMade: (scheduleId: string) => void;
  onCancel: () => void;
}

const everies = [
  { value: 'day', name: 'Every day' },
  { value: 'weekday', name: 'Monday to Friday' },
  { value: 'week', name: 'Every week' },
  { value: 'month', name: 'Every month' },
  { value: 'cron', name: 'By a cron expression' },
];
const formatNames: Record<string, string> = { JSON: 'Figures of the counters (JSON)', PNG: 'A picture of each page (PNG)', PDF: 'All pages (PDF)' };
const days = [...Array.from({ length: 28 }, (_, at) => ({ value: String(at + 1), name: String(at + 1) })), { value: '0', name: 'The last' }];
const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({ value: zone, name: zone }));

/** A new schedule. Its subscribers come after. */
export function ScheduleForm({ dashboardId, onMade, onCancel }: Properties) {
  const queries = useQueryClient();
  const offered = useSchedules(dashboardId).data?.formats ?? ['JSON'];
  const [name, setName] = useState('');
  const [every, setEvery] = useState<Plain['every'] | 'cron'>('weekday');
  const [time, setTime] = useState('08:00');
  const [weekday, setWeekday] = useState(2);
  const [day, setDay] = useState(1);
  const [cron, setCron] = useState('0 0 8 ? * MON-FRI');
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [format, setFormat] = useState(offered.at(-1)!);
  const making = useMutation({
    mutationFn: () =>
      createSchedule(dashboardId, {
        ...(name.trim() === '' ? {} : { display_name: name }),
        cron_schedule: { quartz_cron_expression: every === 'cron' ? cron : cronOf({ every, time, weekday, day }), timezone_id: zone },
        format,
      }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: schedulesKey(dashboardId) });
      onMade(made.schedule_id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Form className="form" onSubmit={submit}>
      <Heading slot="title" level={2}>New schedule</Heading>
      <Field label="Name" value={name} onChange={setName} />
      <Choice label="When" value={every} onChange={(value) => setEvery(value as Plain['every'] | 'cron')} options={everies} />
      {every === 'week' && <Choice label="Day of the week" value={String(weekday)} onChange={(value) => setWeekday(Number(value))} options={weekdays.map((one, at) => ({ value: String(at + 1), name: one }))} />}
      {every === 'month' && <Choice label="Day of the month" value={String(day)} onChange={(value) => setDay(Number(value))} options={days} />}
      {every === 'cron' ? (
        <Field label="Cron expression" value={cron} onChange={setCron} isRequired hint="As Quartz has it: seconds, minutes, hours, day of month, month, day of week (1 is Sunday). At most every 5 minutes." />
      ) : (
        <TextField value={time} onChange={setTime} isRequired type="time"><Label>Time</Label><Input /></TextField>
      )}
      <Choice label="Time zone" value={zone} onChange={setZone} options={zones.some(({ value }) => value === zone) ? zones : [{ value: zone, name: zone }, ...zones]} />
      <Choice label="What is sent" value={format} onChange={setFormat} options={offered.map((one) => ({ value: one, name: formatNames[one] ?? one }))} />
      {offered.length === 1 && <p className="quiet">Pictures and PDF need a Chromium on the server. Its operator can install one, or set WEIR_CHROMIUM to its path.</p>}
      {making.error && <Failure error={making.error} />}
      <div className="bar">
        <Button type="submit" className="react-aria-Button primary" isPending={making.isPending}>Make schedule</Button>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </Form>
  );
}
