using Microsoft.AspNetCore.Http.Features;

namespace Weir.Gateway.WebSockets;

/// <summary>The status and headers of a call's answer; once the first bytes of its body are written, they stand.</summary>
internal sealed class CallResponse : HttpResponseFeature
{
    private bool _hasStarted;

    public override bool HasStarted => _hasStarted;

    /// <summary>The body begins.</summary>
    public void Start() => _hasStarted = true;
}
