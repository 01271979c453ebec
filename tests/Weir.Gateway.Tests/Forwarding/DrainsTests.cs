using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Weir.Accounts;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Recording;
using Weir.Gateway.Routes;
using Weir.Gateway.Telemetry;
using Xunit;

namespace Weir.Gateway.Tests.Forwarding;

/// <summary>Answers that are read on for nobody have bounded room.</summary>
public sealed class DrainsTests
{
    private static readonly Timeouts Patient = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), null);

    [Fact]
    public void A_client_beyond_the_room_has_its_answer_cancelled_and_room_comes_back()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GatewayMetrics(services.GetRequiredService<IMeterFactory>());
        var drains = new Drains(new GatewayOptions { MaxConcurrentDrains = 1 }, metrics);
        var (first, hangUpFirst) = Clock(drains);
        var (second, hangUpSecond) = Clock(drains);
        var (third, hangUpThird) = Clock(drains);

        hangUpFirst.Cancel();
        hangUpSecond.Cancel();
        first.IsDraining.ShouldBeTrue();
        second.IsDraining.ShouldBeFalse();
        second.Token.IsCancellationRequested.ShouldBeTrue();
        second.Ending.ShouldBe(AnswerEnding.ClientClosed);
        second.Dispose();
        drains.Active.ShouldBe(1, "one that found no room gives none back");

        first.Dispose();
        drains.Active.ShouldBe(0);
        hangUpThird.Cancel();
        third.IsDraining.ShouldBeTrue();
        third.Dispose();
    }

    private static (AttemptClock Clock, CancellationTokenSource HangUp) Clock(Drains drains)
    {
        var hangUp = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = hangUp.Token };
        var exchange = new Exchange(context, new ApiRoute(OpenAIChat.Instance, Operation.ChatCompletions, "test"), TimeProvider.System)
        {
            Caller = new Caller("account", "workspace", "principal", "someone@weir.local", PrincipalType.User, IsAccountAdmin: false, "token"),
        };
        return (new AttemptClock(exchange, Patient, drains, TimeProvider.System), hangUp);
    }
}
