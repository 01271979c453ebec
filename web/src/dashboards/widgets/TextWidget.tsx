import { textOf, type Widget } from '../document/document';
import { Markdown } from './Markdown';

export const TextWidget = ({ widget }: { widget: Widget }) => <div className="dashboard-text"><Markdown text={textOf(widget)} /></div>;
