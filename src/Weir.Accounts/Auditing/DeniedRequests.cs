using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Weir.Accounts.Auditing;

/// <summary>Audits a request of the data plane that is denied; the API's are audited by <see cref="RequestAuditing"/>.</summary>
public static class DeniedRequests
{
    /// <summary>Takes the denial, without making its refusal wait.</summary>
    public static void AuditDenial(this HttpContext context, Caller? caller, int status, string errorCode)
    {
        if (context.RequestServices.GetService<IAuditLog>() is { } log)
        {
            var origin = AuditOrigin.Of(context, context.RequestServices.GetRequiredService<TimeProvider>());
            origin.Caller = caller;
            log.Denied(new AuditEvent("aiGateway", "queryEndpoint", status) { Origin = origin, ErrorMessage = errorCode });
        }
    }
}
