using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using MimeKit;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>A server that sends e-mail, for the tests of schedules.</summary>
public sealed class MailingWeir : IAsyncLifetime
{
    internal MailReceiver Mail { get; } = MailReceiver.Start();

    internal RunningWeir Weir { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Weir.Set("WEIR_Mail__Url", Mail.Url);
        Weir.Set("WEIR_Mail__From", "Weir <weir@example.com>");
        await Weir.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Weir.DisposeAsync();
        await Mail.DisposeAsync();
    }
}

/// <summary>Dashboards that are sent: when, what, to whom, and with whose rights.</summary>
public sealed class ScheduleTests(MailingWeir server) : IClassFixture<MailingWeir>
{
    private const string Lakeview = "/api/2.0/lakeview/dashboards";
    private const string Own = "/api/2.0/weir/dashboards";

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private readonly RunningWeir _weir = server.Weir;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_its_time_a_signed_webhook_has_what_the_counters_show()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 1);
        var (id, _) = await PublishedAsync(_weir.Client);
        var schedule = await ScheduledAsync(_weir.Client, id, "JSON");
        var secret = await SubscribedAsync(_weir.Client, id, schedule, new { webhook = new { url = receiver.Url } });
        DateTimeOffset.Parse((await ReadAsync(id, schedule)).Text("next_run_time"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());

        // As if it had been due a minute ago.
        await SetNextRunAsync(schedule, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        await RunningWeir.EventuallyAsync(async () => (await ReadAsync(id, schedule)).GetProperty("last_run").Text("status").ShouldBe("SUCCEEDED"));
        receiver.Taken.Count.ShouldBe(2, "the first answer was a 500");
        receiver.Taken.Select(taken => taken.Id).Distinct().ShouldHaveSingleItem();
        foreach (var taken in receiver.Taken)
        {
            taken.Signature.ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{taken.Id}.{taken.Timestamp}.{taken.Body}"))));
        }

        var body = receiver.Bodies().First();
        (body.Text("type"), body.Text("dashboard_id"), body.Text("url")).ShouldBe(("dashboard.report", id, $"{_weir.Address}/ui/dashboards/{id}"));
        var counters = body.GetProperty("pages")[0].GetProperty("counters").EnumerateArray().ToDictionary(counter => counter.Text("widget"), StringComparer.Ordinal);
        counters.Keys.ShouldBe(["calls", "me"]);
        foreach (var (widget, counter) in counters)
        {
            var (status, shown) = await _weir.Client.CallAsync("POST", $"{Own}/{id}/published/widgets/{widget}/result", new { });
            status.ShouldBe(200, shown.ToString());
            counter.GetProperty("value").ToString().ShouldBe(shown.GetProperty("queries")[0].GetProperty("rows")[0][0].GetString());
        }

        counters["calls"].ToString().ShouldBe("""{"widget":"calls","title":"Number of calls","value":1}""");
        body.GetProperty("pages").EnumerateArray().Select(page => page.Text("display_name")).ShouldBe(["Überblick", "Second"]);
        (await ReadAsync(id, schedule)).Text("next_run_time").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_picture_of_each_page_and_a_PDF_of_all_are_drawn_by_the_server_s_own_browser()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 0);
        var (id, _) = await PublishedAsync(_weir.Client);
        foreach (var format in new[] { "PNG", "PDF" })
        {
            var schedule = await ScheduledAsync(_weir.Client, id, format);
            await SubscribedAsync(_weir.Client, id, schedule, new { webhook = new { url = receiver.Url } });
            var outcome = await RunAsync(_weir.Client, id, schedule);
            outcome.Text("status").ShouldBe("SUCCEEDED", outcome.ToString());
        }

        var bodies = receiver.Bodies().ToList();
        var pictures = bodies[0].GetProperty("files").EnumerateArray().ToList();
        pictures.Select(picture => (picture.Text("name"), picture.Text("content_type"), picture.Text("page"))).ShouldBe([("1-überblick.png", "image/png", "first"), ("2-second.png", "image/png", "second")]);
        foreach (var picture in pictures)
        {
            var bytes = picture.GetProperty("data").GetBytesFromBase64();
            await KeepAsync(picture.Text("name"), bytes);
            bytes[..8].ShouldBe(PngSignature);
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)).ShouldBe(1280);
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)).ShouldBeInRange(300, 3000);
            (await PixelsAsync(bytes)).Distinct().Count().ShouldBeGreaterThan(30, "it is not blank");
        }

        var pdf = bodies[1].GetProperty("files").EnumerateArray().ShouldHaveSingleItem();
        var printed = pdf.GetProperty("data").GetBytesFromBase64();
        await KeepAsync(pdf.Text("name"), printed);
        Encoding.ASCII.GetString(printed, 0, 5).ShouldBe("%PDF-");
        printed.Length.ShouldBeGreaterThan(10_000);
        bodies.ShouldAllBe(body => body.GetProperty("pages")[0].GetProperty("counters").GetArrayLength() == 2);
        _weir.Log.ShouldNotContain("did not end cleanly");
    }

    [Fact]
    public async Task It_comes_by_e_mail()
    {
        var (id, name) = await PublishedAsync(_weir.Client);
        var schedule = await ScheduledAsync(_weir.Client, id, "PDF");
        await SubscribedAsync(_weir.Client, id, schedule, new { email = new { address = "harbour@example.com" } });
        var outcome = await RunAsync(_weir.Client, id, schedule);
        outcome.GetProperty("deliveries")[0].ToString().ShouldContain("\"status\":\"DELIVERED\"");
        var message = server.Mail.Taken.Single(taken => taken.To == "harbour@example.com").Message;
        message.Subject.ShouldBe(name);
        message.TextBody!.ShouldContain("Number of calls: 1");
        var file = message.Attachments.OfType<MimePart>().ShouldHaveSingleItem();
        (file.FileName, file.ContentType.MimeType).ShouldBe(("dashboard.pdf", "application/pdf"));
        using var content = new MemoryStream();
        await file.Content!.DecodeToAsync(content, Stop);
        Encoding.ASCII.GetString(content.ToArray(), 0, 5).ShouldBe("%PDF-");
        _weir.Log.ShouldNotContain(MailReceiver.Password);
    }

    [Fact]
    public async Task Those_who_may_edit_make_schedules_and_those_who_may_see_it_subscribe_themselves_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 0);
        var (viewerName, viewer) = await _weir.UserClientAsync();
        var (editorName, editor) = await _weir.UserClientAsync();
        var (_, stranger) = await _weir.UserClientAsync();
        var (id, _) = await PublishedAsync(_weir.Client);
        (await _weir.Client.CallAsync("PATCH", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = viewerName, permission_level = "CAN_READ" }, new { user_name = editorName, permission_level = "CAN_EDIT" } } })).Status.ShouldBe(200);
        var schedule = await ScheduledAsync(editor, id, "JSON");
        var path = $"{Lakeview}/{id}/schedules/{schedule}";
        var cron = new { cron_schedule = new { quartz_cron_expression = "0 0 8 * * ?", timezone_id = "UTC" } };
        foreach (var (method, one, body) in new (string, string, object?)[] { ("POST", $"{Lakeview}/{id}/schedules", cron), ("PUT", path, cron), ("DELETE", path, null), ("POST", path + "/run", new { }), ("POST", path + "/subscriptions", new { subscriber = new { webhook = new { url = receiver.Url } } }), ("POST", path + "/subscriptions", new { subscriber = new { email = new { address = "x@example.com" } } }) })
        {
            (await viewer.CallAsync(method, one, body)).Status.ShouldBe(403, $"{method} {one}");
            (await stranger.CallAsync(method, one, body)).Status.ShouldBe(404, $"{method} {one}");
        }

        (await stranger.CallAsync("GET", $"{Lakeview}/{id}/schedules")).Status.ShouldBe(404);
        (await viewer.CallAsync("GET", $"{Lakeview}/{id}/schedules")).Body.GetProperty("schedules").GetArrayLength().ShouldBe(1);

        // A private address is for webhooks that an account admin adds.
        await SubscribedAsync(editor, id, schedule, new { webhook = new { url = receiver.Url } });
        var me = (await viewer.CallAsync("GET", "/api/2.0/weir/session")).Body.Text("user_id");
        await SubscribedAsync(viewer, id, schedule, new { user_subscriber = new { user_id = long.Parse(me, System.Globalization.CultureInfo.InvariantCulture) } });
        (await viewer.CallAsync("GET", path + "/subscriptions")).Body.GetProperty("subscriptions").EnumerateArray().Single().GetProperty("subscriber").GetProperty("user_subscriber").Text("user_name").ShouldBe(viewerName);
        (await editor.CallAsync("GET", path + "/subscriptions")).Body.GetProperty("subscriptions").GetArrayLength().ShouldBe(2);
        var outcome = await RunAsync(editor, id, schedule);
        var deliveries = outcome.GetProperty("deliveries").EnumerateArray().ToDictionary(delivery => delivery.Text("target"), StringComparer.Ordinal);
        deliveries[viewerName].Text("status").ShouldBe("DELIVERED");
        deliveries[receiver.Url].Text("message").ShouldContain("resolves to a private address");
        receiver.Taken.ShouldBeEmpty();
        server.Mail.Taken.ShouldContain(taken => taken.To == viewerName);

        // Who may no longer see it is sent it no longer; who may no longer edit it has it sent no longer.
        (await _weir.Client.CallAsync("PUT", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = new[] { new { user_name = editorName, permission_level = "CAN_EDIT" } } })).Status.ShouldBe(200);
        (await RunAsync(editor, id, schedule)).GetProperty("deliveries").EnumerateArray().Single(delivery => delivery.Text("target") == viewerName).Text("message").ShouldBe("The user may no longer see the dashboard.");
        (await _weir.Client.CallAsync("PUT", $"/api/2.0/permissions/dashboards/{id}", new { access_control_list = Array.Empty<object>() })).Status.ShouldBe(200);
        (await RunAsync(_weir.Client, id, schedule)).Text("message").ShouldBe("Whoever made the schedule may no longer edit the dashboard. Somebody who may can make another.");
        using var pretended = new HttpRequestMessage(HttpMethod.Get, $"{_weir.Address}{Lakeview}/{id}/published");
        pretended.Headers.Add("Weir-Report-Session", new string('0', 64));
        using var anonymous = new HttpClient();
        using var refused = await anonymous.SendAsync(pretended, Stop);
        ((int)refused.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task What_is_not_published_or_may_no_longer_be_read_is_not_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync(failures: 0);
        var (publisherName, publisher) = await _weir.UserClientAsync();
        await GrantAsync(publisherName, "add");
        var (id, _) = await PublishedAsync(publisher);
        var schedules = new List<string>();
        foreach (var format in new[] { "JSON", "PNG" })
        {
            schedules.Add(await ScheduledAsync(publisher, id, format));
            await SubscribedAsync(_weir.Client, id, schedules[^1], new { webhook = new { url = receiver.Url } });
        }

        (await RunAsync(publisher, id, schedules[0])).Text("status").ShouldBe("SUCCEEDED");
        await GrantAsync(publisherName, "remove");
        foreach (var schedule in schedules)
        {
            var refused = await RunAsync(publisher, id, schedule);
            refused.Text("status").ShouldBe("FAILED");
            refused.Text("message").ShouldStartWith("The dashboard's publisher may no longer read Table 'system.ai_gateway.usage'.");
            (await ReadAsync(id, schedule)).GetProperty("last_run").Text("message").ShouldBe(refused.Text("message"));
        }

        (await publisher.CallAsync("DELETE", $"{Lakeview}/{id}/published")).Status.ShouldBe(200);
        var skipped = await RunAsync(publisher, id, schedules[0]);
        (skipped.Text("status"), skipped.Text("message")).ShouldBe(("SKIPPED", "The dashboard is not published, so there is nothing to send. Publish it."));
        receiver.Taken.Count.ShouldBe(1);

        // They go with their dashboard.
        (await publisher.CallAsync("DELETE", $"{Lakeview}/{id}/schedules/{schedules[1]}")).Status.ShouldBe(200);
        (await publisher.CallAsync("GET", $"{Lakeview}/{id}/schedules/{schedules[1]}")).Status.ShouldBe(404);
    }

    private static async Task<string> ScheduledAsync(HttpClient client, string id, string format)
    {
        var (status, made) = await client.CallAsync("POST", $"{Lakeview}/{id}/schedules", new { display_name = $"As {format}", cron_schedule = new { quartz_cron_expression = "0 30 8 * * ?", timezone_id = "Europe/Berlin" }, format });
        status.ShouldBe(200, made.ToString());
        return made.Text("schedule_id");
    }

    private static async Task<string> SubscribedAsync(HttpClient client, string id, string schedule, object subscriber)
    {
        var (status, added) = await client.CallAsync("POST", $"{Lakeview}/{id}/schedules/{schedule}/subscriptions", new { subscriber });
        status.ShouldBe(200, added.ToString());
        return added.GetProperty("subscriber").GetProperty("webhook") is { ValueKind: JsonValueKind.Object } webhook ? webhook.Text("secret") : string.Empty;
    }

    private static async Task<JsonElement> RunAsync(HttpClient client, string id, string schedule)
    {
        var (status, outcome) = await client.CallAsync("POST", $"{Lakeview}/{id}/schedules/{schedule}/run");
        status.ShouldBe(200, outcome.ToString());
        return outcome;
    }

    private static object Widget(string name, string type, int y, object encodings, params (string Name, string Expression)[] fields) => new
    {
        position = new { x = 0, y, width = 6, height = 4 },
        widget = new
        {
            name,
            queries = new[] { new { name = "main_query", query = new { datasetName = name == "me" ? "who" : "calls", disaggregated = false, fields = fields.Select(field => new { name = field.Name, expression = field.Expression }) } } },
            spec = new { version = 2, widgetType = type, encodings, frame = new { showTitle = true, title = name == "calls" ? "Number of calls" : name } },
        },
    };

    // Where somebody looks at what was drawn: WEIR_KEEP_REPORTS names a directory.
    private static async Task KeepAsync(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable("WEIR_KEEP_REPORTS") is { Length: > 0 } directory)
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, name), bytes, Stop);
        }
    }

    private static async Task<byte[]> PixelsAsync(byte[] png)
    {
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT")
            {
                packed.Write(png, at + 8, length);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        await using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
        using var pixels = new MemoryStream();
        await inflated.CopyToAsync(pixels, Stop);
        return pixels.ToArray();
    }

    private async Task<JsonElement> ReadAsync(string id, string schedule) => (await _weir.Client.CallAsync("GET", $"{Lakeview}/{id}/schedules/{schedule}")).Body;

    private async Task SetNextRunAsync(string schedule, DateTime time)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_weir.Data, "control", "weir.db")}");
        await database.OpenAsync(Stop);
        await using var command = database.CreateCommand();
        command.CommandText = "UPDATE dashboard_schedules SET NextRunTime = $time WHERE Id = $id";
        command.Parameters.AddWithValue("$time", time);
        command.Parameters.AddWithValue("$id", schedule);
        (await command.ExecuteNonQueryAsync(Stop)).ShouldBe(1);
    }

    private async Task<(string Id, string Name)> PublishedAsync(HttpClient client)
    {
        using var call = await _weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        var request = RunningWeir.RequestIdOf(call);
        await _weir.RowAsync(request);
        var document = JsonSerializer.Serialize(new
        {
            datasets = new object[]
            {
                new { name = "calls", displayName = "Calls", query = $"SELECT * FROM system.ai_gateway.usage WHERE request_id = '{request}'" },
                new { name = "who", displayName = "Who", query = "SELECT current_user() AS name" },
            },
            pages = new[]
            {
                new
                {
                    name = "first",
                    displayName = "Überblick",
                    layout = new[]
                    {
                        Widget("calls", "counter", 0, new { value = new { fieldName = "n", displayName = "Calls" } }, ("n", "COUNT(`*`)")),
                        Widget("me", "counter", 4, new { value = new { fieldName = "name" } }, ("name", "`name`")),
                        Widget("by status", "bar", 8, new { x = new { fieldName = "status", scale = new { type = "categorical" } }, y = new { fieldName = "n", scale = new { type = "quantitative" } } }, ("status", "`status_code`"), ("n", "COUNT(`*`)")),
                    },
                },
                new
                {
                    name = "second",
                    displayName = "Second",
                    layout = new[] { Widget("rows", "table", 0, new { columns = new[] { new { fieldName = "endpoint_name", displayName = "Endpoint" } } }, ("endpoint_name", "`endpoint_name`")) },
                },
            },
        });
        var name = $"Harbour {Guid.NewGuid():N}";
        var (status, made) = await client.CallAsync("POST", Lakeview, new { display_name = name, serialized_dashboard = document });
        status.ShouldBe(200, made.ToString());
        var id = made.Text("dashboard_id");
        (await client.CallAsync("POST", $"{Lakeview}/{id}/published")).Status.ShouldBe(200);
        return (id, name);
    }

    private async Task GrantAsync(string email, string change)
    {
        foreach (var (type, name, privilege) in new[] { ("catalog", "system", "USE_CATALOG"), ("schema", "system.ai_gateway", "USE_SCHEMA"), ("table", "system.ai_gateway.usage", "SELECT") })
        {
            (await _weir.Client.CallAsync("PATCH", $"/api/2.1/unity-catalog/permissions/{type}/{name}", new { changes = new[] { new Dictionary<string, object>(StringComparer.Ordinal) { ["principal"] = email, [change] = new[] { privilege } } } })).Status.ShouldBe(200);
        }
    }
}
