import { Link } from 'react-router';
import type { Container, Securable } from '../api/catalog';
import { Heading } from './Heading';
import { Permissions } from './Permissions';
import { SecurableTabs } from './SecurableTabs';

/** A catalog or a schema: what is in it, and who may use it. */
export function ContainerView({ on, info, contents }: { on: Securable; info: Container | undefined; contents: string[] }) {
  if (!info) {
    return (
      <>
        <Heading fullName={on.fullName} comment={undefined} />
        <p className="empty">There is no {on.type} of this name, or nothing of it was granted to you. An account admin can say which.</p>
      </>
    );
  }
  return (
    <>
      <Heading fullName={on.fullName} comment={info.comment} />
      <SecurableTabs
        label={`Parts of the ${on.type}`}
        tabs={[
          { id: 'contents', name: on.type === 'catalog' ? 'Schemas' : 'Tables', view: <Contents on={on} contents={contents} /> },
          { id: 'permissions', name: 'Permissions', view: <Permissions on={on} /> },
        ]}
      />
    </>
  );
}

function Contents({ on, contents }: { on: Securable; contents: string[] }) {
  if (contents.length === 0) {
    return <p className="empty">You may not see anything in this {on.type} yet. The Permissions tab says what you have, and whom to ask for more.</p>;
  }
  return (
    <ul className="contents">
      {contents.map((name) => (
        <li key={name}><Link to={`/catalog/${name.split('.').map(encodeURIComponent).join('/')}`} className="mono">{name.split('.').at(-1)}</Link></li>
      ))}
    </ul>
  );
}
