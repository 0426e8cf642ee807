using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Impasto.Studio.Queue;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Webhooks;

/// <summary>Messages of runs that are over, with a receiver on this machine.</summary>
public sealed class WebhookTests
{
    private const string Secret = "whsec_bXkgc2VjcmV0IGZvciB0ZXN0cw==";

    [Fact]
    public async Task Done_run_sends_one_signed_message()
    {
        await using var receiver = WebhookReceiver.Start();
        await using Studio studio = await StartAsync(runsAtOnce: 1);

        RunView run = await studio.CreateAsync(("webhook", $"{receiver.Address}"));

        WebhookReceiver.Received message = Assert.Single(await receiver.UntilAsync(1));
        JsonElement body = JsonSerializer.Deserialize<JsonElement>(message.Body);
        Assert.Equal("run.done", body.GetProperty("type").GetString());
        Assert.Equal(run.Id, body.GetProperty("data").GetProperty("id").GetGuid());
        Assert.Equal("done", body.GetProperty("data").GetProperty("state").GetString());
        Assert.Equal($"{run.Id:N}", message.Id);
        Assert.Equal(Signature(message), message.Signature);
        long sent = long.Parse(message.Timestamp, CultureInfo.InvariantCulture);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - sent, 0, 60);
        string address = receiver.Address.GetLeftPart(UriPartial.Path);
        Assert.Equal(new WebhookView(address, "sent", 1, ""), await EndAsync(studio, run));
    }

    [Theory]
    [InlineData("cancel", "run.cancelled")]
    [InlineData("fail", "run.failed")]
    public async Task Run_that_is_given_up_or_fails_sends_a_message_also_one_made_by_json(string end, string type)
    {
        await using var receiver = WebhookReceiver.Start();
        await using Studio studio = await StartAsync();
        using HttpResponseMessage created = await studio.Http.PostAsJsonAsync(
            "/api/runs",
            new { content = "sample:cat.jpg", style = "sample:swirls.jpg", size = 32, webhook = receiver.Address },
            Studio.Cancellation);
        RunView run = (await created.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;

        if (end == "cancel")
        {
            await studio.PostAsync($"/api/runs/{run.Id}/cancel");
        }
        else
        {
            await studio.Service<Impasto.Studio.Storage.IBlobStore>().DeleteAsync(run.Id);
            await studio.Service<RunExecution>().ExecuteNextAsync();
        }

        JsonElement body = JsonSerializer.Deserialize<JsonElement>((await receiver.UntilAsync(1))[0].Body);
        Assert.Equal(type, body.GetProperty("type").GetString());
        Assert.Equal(
            body.GetProperty("timestamp").GetString(), body.GetProperty("data").GetProperty("finished").GetString());
    }

    [Fact]
    public async Task Message_that_fails_is_sent_again_with_growing_pauses_and_the_same_id()
    {
        await using var receiver = WebhookReceiver.Start(number => number < 3 ? 500 : 200);
        await using Studio studio = await StartAsync(pauses: [100, 1500, 3000]);
        RunView run = await studio.CreateAsync(("webhook", $"{receiver.Address}"));
        long start = TimeProvider.System.GetTimestamp();
        await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        WebhookReceiver.Received[] messages = await receiver.UntilAsync(3);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(1.5));
        Assert.Single(messages.Select(message => message.Id).Distinct());
        Assert.All(messages, message => Assert.Equal(Signature(message), message.Signature));
        Assert.Equal(("sent", 3), await StateAsync(studio, run));
    }

    [Theory]
    [InlineData(500, 4, "It answered 500.")]
    [InlineData(302, 4, "It answered 302.")]
    [InlineData(410, 1, "It answered 410.")]
    public async Task Message_is_given_up_after_the_last_pause_and_at_once_if_it_is_not_wanted(
        int answer, int tries, string error)
    {
        await using var receiver = WebhookReceiver.Start(_ => answer);
        await using Studio studio = await StartAsync(pauses: [1, 1, 1]);
        RunView run = await studio.CreateAsync(("webhook", $"{receiver.Address}"));
        await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        WebhookView end = await EndAsync(studio, run);

        Assert.Equal(("failed", tries, error), (end.State, end.Tries, end.Error));
        await Task.Delay(1200, Studio.Cancellation);
        Assert.Equal(tries, receiver.Messages.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_is_sent_by_a_studio_that_starts_after_the_one_that_could_not(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        int status = 500;
        await using var receiver = WebhookReceiver.Start(_ => status);
        await using Studio studio = await StartAsync(pauses: [1000, 1000], store: database?.Connection);
        RunView run = await studio.CreateAsync(("webhook", $"{receiver.Address}"));
        await studio.PostAsync($"/api/runs/{run.Id}/cancel");
        await receiver.UntilAsync(1);

        await studio.RestartAsync();
        status = 200;

        await receiver.UntilAsync(2);
        Assert.Equal(("sent", 2), await StateAsync(studio, run));
    }

    [Fact]
    public async Task Two_studios_on_one_database_send_each_message_once()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using var receiver = WebhookReceiver.Start();
        await using Studio one = await StartAsync(store: database.Connection);
        await using Studio two = await StartAsync(store: database.Connection);
        List<RunView> runs = [];
        for (int i = 0; i < 12; i++)
            runs.Add(await one.CreateAsync(("webhook", $"{receiver.Address}")));

        await Task.WhenAll(runs.Select(run => two.PostAsync($"/api/runs/{run.Id}/cancel")));

        await receiver.UntilAsync(runs.Count);
        await Task.Delay(1500, Studio.Cancellation);
        Assert.Equal(
            runs.Select(run => $"{run.Id:N}").Order(StringComparer.Ordinal),
            receiver.Messages.Select(message => message.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/hook")]
    [InlineData("http://localhost:9/hook")]
    [InlineData("http://169.254.169.254/hook")]
    public async Task Message_goes_nowhere_inside_the_own_network(string url)
    {
        await using Studio studio = await StartAsync(pauses: [], isGuarded: true);
        RunView run = await studio.CreateAsync(("webhook", url));
        await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        WebhookView end = await EndAsync(studio, run);

        Assert.Equal("failed", end.State);
        Assert.Contains("is not on the public internet", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.org/", true, "expected an address that begins with http")]
    [InlineData("https://user:password@example.org/", true, "without a password")]
    [InlineData("https://example.org/", false, "--webhook-secret")]
    public async Task Address_that_is_no_web_address_or_not_allowed_is_refused(string url, bool allows, string sentence)
    {
        await using Studio studio = allows ? await StartAsync() : await Studio.StartIdleAsync();
        using MultipartFormDataContent form = Studio.Form(("webhook", url));

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Contains(
            sentence, await response.Content.ReadAsStringAsync(Studio.Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("whsec_no base64")]
    public async Task Secret_that_is_too_short_or_damaged_starts_nothing(string secret) =>
        await Assert.ThrowsAsync<ImpastoException>(
            () => Studio.StartAsync(settings => settings with { WebhookSecret = secret }));

    [Fact]
    public async Task Same_idempotency_key_with_another_webhook_is_another_request()
    {
        await using Studio studio = await StartAsync();

        Assert.Equal(201, await SendAsync("https://example.org/a"));
        Assert.Equal(201, await SendAsync("https://example.org/a"));
        Assert.Equal(422, await SendAsync("https://example.org/b"));

        async Task<int> SendAsync(string url)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs")
            {
                Content = Studio.Form(("webhook", url)), Headers = { { "Idempotency-Key", "k" } },
            };
            using HttpResponseMessage response = await studio.Http.SendAsync(request, Studio.Cancellation);
            return (int)response.StatusCode;
        }
    }

    private static Task<Studio> StartAsync(
        int runsAtOnce = 0, int[]? pauses = null, string? store = null, bool isGuarded = false) =>
        Studio.StartAsync(settings => settings with
        {
            WebhookSecret = Secret,
            WebhookPauses = [.. (pauses ?? [100]).Select(pause => TimeSpan.FromMilliseconds(pause))],
            AllowedAddresses = isGuarded ? null : System.Net.IPAddress.IsLoopback,
            Store = store,
            Limits = new StudioLimits { RunsAtOnce = runsAtOnce },
        });

    // By the documentation, not by our own class.
    private static string Signature(WebhookReceiver.Received message)
    {
        byte[] key = Convert.FromBase64String(Secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}."), .. message.Body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    private static async Task<(string State, int Tries)> StateAsync(Studio studio, RunView run)
    {
        WebhookView end = await EndAsync(studio, run);
        return (end.State, end.Tries);
    }

    private static async Task<WebhookView> EndAsync(Studio studio, RunView run)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            WebhookView webhook = (await studio.GetAsync(run.Id)).Webhook!;
            if (webhook.State != "waiting")
                return webhook;
            bool canStillBe = TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60);
            Assert.True(canStillBe, $"{webhook}");
            await Task.Delay(20, Studio.Cancellation);
        }
    }
}
