using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Providers;
using Weir.Gateway.Providers.Credentials;
using Xunit;

namespace Weir.Gateway.Tests.Providers;

/// <summary>Tokens against a real token endpoint: a Databricks workspace's.</summary>
public sealed class TokenCredentialTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private TokenEndpoint _endpoint = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _endpoint = await TokenEndpoint.StartAsync();

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    [Fact]
    public async Task A_token_is_asked_for_once_as_the_workspace_wants_it_and_kept()
    {
        var credential = Credential();

        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        var (path, authorization, form) = _endpoint.Asked.ShouldHaveSingleItem();
        path.ShouldBe("/oidc/v1/token");
        authorization.ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("the-client:the%2Bsecret")));
        form.ShouldBe(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = "all-apis" }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_kept_token_is_added_without_waiting()
    {
        var credential = Credential();
        await AuthorizeAsync(credential);
        using var request = new HttpRequestMessage();

        var authorizing = credential.AuthorizeAsync(request, null, Stop);
        authorizing.IsCompletedSuccessfully.ShouldBeTrue();
        await authorizing;
        credential.SignsBody.ShouldBeFalse();
    }

    [Fact]
    public async Task Requests_that_find_no_token_wait_for_one_fetch_together()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Gate = gate.Task;
        var credential = Credential();
        var waiting = Enumerable.Range(0, 50).Select(_ => AuthorizeAsync(credential)).ToList();
        gate.SetResult();

        (await Task.WhenAll(waiting)).ShouldAllBe(header => header == "Bearer token-1");
        _endpoint.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_gives_up_leaves_the_fetch_to_the_others()
    {
        var gate = new TaskCompletionSource();
        _endpoint.Gate = gate.Task;
        var credential = Credential();
        using var impatient = new CancellationTokenSource();
        using var abandoned = new HttpRequestMessage();
        var first = credential.AuthorizeAsync(abandoned, null, impatient.Token).AsTask();
        var second = AuthorizeAsync(credential);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        (await second).ShouldBe("Bearer token-1");
    }

    [Fact]
    public async Task A_token_is_renewed_behind_the_requests_before_it_ends()
    {
        var credential = Credential();
        await AuthorizeAsync(credential);
        _time.Advance(TimeSpan.FromSeconds(3600 - 299));

        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        await EventuallyAsync(async () => (await AuthorizeAsync(credential)).ShouldBe("Bearer token-2"));
        _endpoint.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_renewal_that_fails_costs_no_request_while_the_token_is_good_and_is_tried_again()
    {
        var credential = Credential();
        await AuthorizeAsync(credential);
        _time.Advance(TimeSpan.FromSeconds(3600 - 299));
        _endpoint.Failure = (503, "{}");
        await AuthorizeAsync(credential);
        await EventuallyAsync(() =>
        {
            _endpoint.Asked.Count.ShouldBe(2);
            return Task.CompletedTask;
        });
        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-1");
        _endpoint.Asked.Count.ShouldBe(2);

        // Once, and not while a fetch is awaited: its patience is measured by the same clock.
        _endpoint.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(31));
        await EventuallyAsync(async () => (await AuthorizeAsync(credential)).ShouldBe("Bearer token-3"));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_never_used()
    {
        var credential = Credential();
        await AuthorizeAsync(credential);
        _time.Advance(TimeSpan.FromSeconds(3600));

        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task A_refusal_names_the_endpoint_and_what_to_check_but_no_secret_and_the_next_request_tries_anew()
    {
        _endpoint.Failure = (401, """{"error":"invalid_client","error_description":"the+secret is wrong"}""");
        var credential = Credential();
        var failure = await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(credential));

        failure.Message.ShouldBe($"The token endpoint {_endpoint.Address}/oidc/v1/token answered 401 (invalid_client). Check client_id and client_secret, and that the service principal may use the workspace.");
        failure.ToString().ShouldNotContain("the+secret");
        _endpoint.Failure = null;
        (await AuthorizeAsync(credential)).ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task An_answer_without_a_token_is_a_failure_that_says_so()
    {
        _endpoint.Failure = (200, "<html>");
        (await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(Credential()))).Message.ShouldContain("without a token");
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_failure_that_says_so()
    {
        var credential = Credential("http://127.0.0.1:9");
        (await Should.ThrowAsync<CredentialsException>(() => AuthorizeAsync(credential))).Message.ShouldContain("could not be reached");
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_after_half_a_minute()
    {
        _endpoint.Gate = new TaskCompletionSource().Task.WaitAsync(Stop);
        var waiting = AuthorizeAsync(Credential());
        await EventuallyAsync(() =>
        {
            _endpoint.Asked.Count.ShouldBe(1);
            return Task.CompletedTask;
        });
        _time.Advance(TimeSpan.FromSeconds(31));

        (await Should.ThrowAsync<CredentialsException>(() => waiting)).Message.ShouldContain("30 seconds");
    }

    private Credential Credential(string? address = null)
    {
        var model = new ExternalModel { Provider = "databricks", Name = "m", BaseUrl = address ?? _endpoint.Address, ClientId = "the-client", ClientSecret = "the+secret" };
        return ProviderRegistry.Get("databricks").CredentialOf(model, new CredentialSources(_endpoint.Http, _time));
    }

    private static async Task<string> AuthorizeAsync(Credential credential)
    {
        using var request = new HttpRequestMessage();
        await credential.AuthorizeAsync(request, null, Stop);
        return request.Headers.NonValidated["Authorization"].ToString();
    }

    private static async Task EventuallyAsync(Func<Task> assertion)
    {
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (ShouldAssertException) when (!Stop.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }
}
