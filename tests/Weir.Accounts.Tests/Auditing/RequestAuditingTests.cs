using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Weir.Accounts.Auditing;
using Xunit;

namespace Weir.Accounts.Tests.Auditing;

/// <summary>A change is answered only when it is audited.</summary>
public sealed class RequestAuditingTests : IAsyncLifetime
{
    private readonly FakeLog _log = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private int _changes;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IAuditLog>(_log);
        _app = builder.Build();
        _app.UseRequestAuditing();
        _app.MapPost("/api/things", () => Change()).Audits("things", "createThing", ["name"]);
        _app.MapPost("/api/unstated", () => Change());
        _app.MapPost("/api/queries", () => Change()).AuditsNothing("It reads.");
        _app.MapGet("/api/secret", () => Results.StatusCode(403));
        await _app.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_change_is_not_made_while_the_log_cannot_be_written()
    {
        _log.IsUnwritable = true;
        using var answer = await PostAsync("/api/things");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Nothing was changed");
        _changes.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_whose_row_fails_is_not_confirmed()
    {
        _log.Written = new TaskCompletionSource();
        _log.Written.SetException(new IOException("full"));
        using var answer = await PostAsync("/api/things");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldNotContain("made");
    }

    [Fact]
    public async Task The_answer_waits_for_the_row()
    {
        _log.Written = new TaskCompletionSource();
        var answering = PostAsync("/api/things");
        var row = await _log.FirstRow.Task.WaitAsync(Stop);
        row.Parameters.ShouldBe(new Dictionary<string, string> { ["name"] = "a" });
        _changes.ShouldBe(1);
        answering.IsCompleted.ShouldBeFalse();
        _log.Written.SetResult();
        using var answer = await answering;
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldBe("\"made\"");
    }

    [Fact]
    public async Task A_route_that_states_nothing_is_audited_all_the_same_and_is_found()
    {
        using var answer = await PostAsync("/api/unstated");
        var row = await _log.FirstRow.Task.WaitAsync(Stop);
        (row.ActionName, row.Parameters.Count).ShouldBe(("POST /api/unstated", 0));
        ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_app).DataSources.SelectMany(RequestAuditing.Unstated).ShouldBe(["POST /api/unstated"]);
    }

    [Fact]
    public async Task What_reads_is_no_row_but_what_is_denied_is()
    {
        using var query = await PostAsync("/api/queries");
        using var denied = await _client.GetAsync("/api/secret", Stop);
        _log.FirstRow.Task.IsCompleted.ShouldBeFalse();
        await _log.FirstDenied.Task.WaitAsync(Stop);
    }

    private IResult Change()
    {
        Interlocked.Increment(ref _changes);
        return Results.Json("made");
    }

    private Task<HttpResponseMessage> PostAsync(string path) =>
        _client.PostAsync(path, new StringContent("""{"name":"a","password":"s3cret"}""", Encoding.UTF8, "application/json"), Stop);

    private sealed class FakeLog : IAuditLog
    {
        public bool IsUnwritable { get; set; }

        public TaskCompletionSource? Written { get; set; }

        public TaskCompletionSource<AuditEvent> FirstRow { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<AuditEvent> FirstDenied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task EnsureWritableAsync() => IsUnwritable ? Task.FromException(new IOException("full")) : Task.CompletedTask;

        public Task WriteAsync(AuditEvent auditEvent)
        {
            FirstRow.TrySetResult(auditEvent);
            return Written?.Task ?? Task.CompletedTask;
        }

        public void Denied(AuditEvent auditEvent) => FirstDenied.TrySetResult(auditEvent);
    }
}
