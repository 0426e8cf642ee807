using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Impasto.Studio.Uploads;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Uploads;

/// <summary>Many clients who send at the same time, over real sockets, and slowly.</summary>
public sealed class UploadTests
{
    private const int Largest = 1_000_000;
    private const int Sent = 900_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slow_clients_take_no_more_than_four_of_the_largest_uploads(bool isAnnounced)
    {
        var clock = new ShiftedClock();
        await using Studio studio = await StartAsync(settings => settings with { Clock = clock });
        UploadBudget budget = studio.Service<UploadBudget>();
        List<SlowSender> held = [], refused = [];
        // A studio does not end while it waits for uploads.
        using var all = new Senders(held, refused);
        long most = 0;
        for (int i = 0; i < 12; i++)
        {
            long before = budget.Used;
            SlowSender sender = await SlowSender.SendAsync(
                studio.Server.Address, isAnnounced ? Largest : null, Sent);
            held.Add(sender);
            await UntilAsync(() => sender.HasAnswer || budget.Used >= before + Sent - (64 << 10));
            most = Math.Max(most, budget.Used);
            if (!sender.HasAnswer)
                continue;
            held.Remove(sender);
            refused.Add(sender);
        }

        Assert.InRange(most, 3 * Largest, 4 * Largest);
        Assert.Equal((4, 8), (held.Count, refused.Count));
        foreach (SlowSender sender in refused)
            Assert.Equal((503, "uploads-full", true), await sender.AnswerAsync());
        Assert.Empty(TemporaryFiles());
        // Small requests, pages and lists are served all the same.
        await studio.CreateAsync();
        Assert.Single((await studio.ListAsync()).Runs);

        // What came at first is less than a quick line sends in this time.
        clock.Shift += TimeSpan.FromSeconds(30);
        using var large = new ByteArrayContent(new byte[Largest]);
        using HttpResponseMessage answer = await studio.Http.PostAsync(
            "/api/recipes/read", large, Studio.Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        await UntilAsync(() => held.Exists(sender => sender.HasAnswer));
        SlowSender cut = held.Single(sender => sender.HasAnswer);
        Assert.Equal((408, "too-slow", false), await cut.AnswerAsync());
        all.Dispose();
        await UntilAsync(() => budget.Used == 0);
    }

    [Fact]
    public async Task Nothing_of_an_upload_is_held_while_its_answer_waits()
    {
        await using Studio studio = await StartAsync();
        byte[] photo = Studio.Encode(TestPictures.Noise(400, 300, seed: 5));
        Assert.InRange(photo.Length, 100_000, Largest);
        using MultipartFormDataContent form = Studio.Form();
        form.Add(Studio.Part(photo), "style", "large.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = form };
        request.Headers.Add("Prefer", "wait=600");

        Task<HttpResponseMessage> answer = studio.Http.SendAsync(request, Studio.Cancellation);
        while ((await studio.ListAsync()).Runs.Count == 0)
            await Task.Delay(10, Studio.Cancellation);

        await UntilAsync(() => studio.Service<UploadBudget>().Used == 0);
        Assert.False(answer.IsCompleted);
        await studio.PostAsync($"/api/runs/{(await studio.ListAsync()).Runs[0].Id}/cancel");
        using HttpResponseMessage ended = await answer;
        Assert.Equal(HttpStatusCode.Created, ended.StatusCode);
    }

    [Fact]
    public async Task What_is_fetched_from_addresses_counts_and_all_of_a_request_has_one_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using Studio studio = await StartAsync(settings => settings with
        {
            AllowUrls = true, AllowedAddresses = IPAddress.IsLoopback,
        });
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.png";

        Task<HttpResponseMessage> asked = studio.Http.PostAsJsonAsync(
            "/api/runs", new { content = address, style = new[] { address } }, Studio.Cancellation);
        using Socket first = await AnswerAsync(600_000, isComplete: false);
        await UntilAsync(() => studio.Service<UploadBudget>().Used > 500_000);
        await WriteAsync(first, 100_000);
        first.Shutdown(SocketShutdown.Send);
        using Socket second = await AnswerAsync(400_000, isComplete: true);

        using HttpResponseMessage answer = await asked;
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("which is the limit", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await UntilAsync(() => studio.Service<UploadBudget>().Used == 0);

        async Task<Socket> AnswerAsync(int bytes, bool isComplete)
        {
            Socket socket = await listener.AcceptSocketAsync(Studio.Cancellation).AsTask()
                .WaitAsync(Patience, Studio.Cancellation);
            await socket.ReceiveAsync(new byte[10_000], SocketFlags.None, Studio.Cancellation);
            await socket.SendAsync(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), SocketFlags.None, Studio.Cancellation);
            await WriteAsync(socket, bytes);
            if (isComplete)
                socket.Shutdown(SocketShutdown.Send);
            return socket;
        }

        static async Task WriteAsync(Socket socket, int bytes)
        {
            ReadOnlyMemory<byte> left = new byte[bytes];
            while (left.Length > 0)
                left = left[await socket.SendAsync(left, SocketFlags.None, Studio.Cancellation)..];
        }
    }

    [Fact]
    public async Task Base64_counts_for_the_memory_that_it_takes()
    {
        await using Studio studio = await StartAsync();
        UploadBudget budget = studio.Service<UploadBudget>();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port, Studio.Cancellation);
        string head = $"POST /api/runs HTTP/1.1\r\nHost: {studio.Server.Address.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Largest}\r\n\r\n";

        string body = $$"""{"content": "data:image/png;base64,{{new string('A', 400_000)}}""";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head + body), SocketFlags.None, Studio.Cancellation);

        await UntilAsync(() => budget.Used == Upload.TextCost * (long)(body.Length - (64 << 10)));
        socket.Dispose();
        await UntilAsync(() => budget.Used == 0);
    }

    private static Task<Studio> StartAsync(Func<StudioSettings, StudioSettings>? change = null) =>
        Studio.StartAsync(settings => (change?.Invoke(settings) ?? settings) with
        {
            Limits = new StudioLimits { RunsAtOnce = 0, MaxUploadBytes = Largest },
        });

    // Files of this process that ASP.NET keeps for forms.
    private static IEnumerable<string> TemporaryFiles() => !OperatingSystem.IsLinux() ? []
        : Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(file => file.Contains("ASPNETCORE_", StringComparison.Ordinal));

    private static async Task UntilAsync(
        Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string text = "")
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"It took too long: {text}.");
            await Task.Delay(10, Studio.Cancellation);
        }
    }

    private sealed class Senders(params List<SlowSender>[] lists) : IDisposable
    {
        public void Dispose() => Array.ForEach(lists, list => list.ForEach(sender => sender.Dispose()));
    }
}
