import { withText, type Draft } from './draft';
import { MemberField } from './MemberField';
import type { Member } from './providers';

/** Fields of a draft's members, in a grid. */
export function MemberFields({ members, path, draft, onChange, isSecret = false, isNumber = false, isDisabled = false }: {
  members: readonly Member[];
  path: string;
  draft: Draft;
  onChange: (draft: Draft) => void;
  isSecret?: boolean;
  isNumber?: boolean;
  isDisabled?: boolean;
}) {
  return members.map((member) => (
    <MemberField
      key={member.name}
      label={member.label}
      path={`${path}.${member.name}`}
      value={draft.texts[member.name]}
      onChange={(text) => onChange(withText(draft, member.name, text))}
      hint={member.hint}
      isRequired={member.isRequired}
      isSecret={isSecret}
      isNumber={isNumber}
      isDisabled={isDisabled}
    />
  ));
}
