export default function EndpointPage() {
  return <h1>EndpointPage</h1>;
}
