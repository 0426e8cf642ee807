using System.Net.Security;
using Impasto.Networks.Weights;
using Impasto.Tests.Networks.Files;

namespace Impasto.Tests.Networks.Weights;

/// <summary>Installing over http from servers that behave badly.</summary>
public sealed class WeightDownloadTests
{
    private static byte[] Content => InstallerFixture.Content;

    private static int Half => InstallerFixture.Half;

    [Fact]
    public async Task Install_broken_connection_goes_on_where_it_stopped()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, before) =>
            before == 0 ? LoopbackReply.File(request, Content).Cut(Half) : LoopbackReply.File(request, Content));
        List<InstallProgress> reports = [];

        InstalledWeights installed = await install.InstallAsync(server.Url, progress: new ProgressTo(reports.Add));

        Assert.Equal(
            [(null, null), (Half, "\"one\"")], server.Requests.Select(request => (request.From, request.IfRange)));
        Assert.Equal([TimeSpan.FromSeconds(1)], install.Clock.Waits);
        Assert.Contains(new InstallProgress(InstallStage.Waiting, Half, null), reports);
        Assert.Equal(["vgg19.safetensors"], install.Files);
        Assert.Equal(NetworkLoader.Load(install.Write("whole.pth", Content)).Network.Sha256, installed.Sha256);
    }

    [Fact]
    public async Task Install_server_that_ignores_ranges_starts_again()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, before) => before == 0
            ? new LoopbackReply { Body = Content }.Cut(Half)
            : new LoopbackReply { Body = Content });

        await install.InstallAsync(server.Url);

        // Without a tag the piece is asked for on trust.
        Assert.Equal([(null, null), (Half, null)], server.Requests.Select(request => (request.From, request.IfRange)));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_file_that_changed_meanwhile_starts_again()
    {
        using var install = new InstallerFixture();
        byte[] old = new byte[Content.Length + 500];
        using var server = new LoopbackServer((request, before) => before == 0
            ? LoopbackReply.File(request, old, "\"old\"").Cut(Half)
            : LoopbackReply.File(request, Content, "\"new\"").Cut(before == 1 ? Half : int.MaxValue));

        await install.InstallAsync(server.Url);

        Assert.Equal([(null, null), (Half, "\"old\""), (Half, "\"new\"")], server.Requests.Select(request =>
            (request.From, request.IfRange)));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_server_that_promises_too_much_is_found_out_and_used()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, before) => before == 0
            ? LoopbackReply.File(request, Content) with { Promised = Content.Length + 1000 }
            : new LoopbackReply { Status = "416 Range Not Satisfiable",
                Headers = [$"Content-Range: bytes */{Content.Length}"] });

        await install.InstallAsync(server.Url);

        Assert.Equal([null, Content.Length], server.Requests.Select(request => request.From));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_server_that_promises_too_little_is_refused_by_the_checksum()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) =>
            LoopbackReply.File(request, Content) with { Promised = Half });

        string message = await Refusal.OfAsync(() => install.InstallAsync(server.Url));

        string found = InstallerFixture.Sha256(Content[..Half]);
        Assert.Equal(
            $"'{server.Url}' is not the file expected: its SHA-256 is {found}, expected "
            + $"{InstallerFixture.Sha256(Content)}; the download was deleted.",
            message);
        Assert.Empty(install.Files);
    }

    [Fact]
    public async Task Install_wrong_file_leaves_nothing()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, new byte[5000]));

        string message = await Refusal.OfAsync(() => install.InstallAsync(new InstallOptions { From = server.Url }));

        Assert.Equal(
            $"'{server.Url}' is not the file expected: its SHA-256 begins with "
            + $"{InstallerFixture.Sha256(new byte[5000])[..8]}, "
            + "expected dcbb9e9d; the download was deleted.",
            message);
        Assert.Empty(install.Files);
        Assert.Empty(install.Store.List());
    }

    [Theory]
    [InlineData("404 Not Found", "the server answered 404 Not Found.")]
    [InlineData("500 Internal Server Error", "the server answered 500 Internal Server Error.")]
    [InlineData("403 ", "the server answered 403.")]
    public async Task Install_refusal_of_the_server_is_reported_at_once(string status, string expected)
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((_, _) => new LoopbackReply { Status = status });

        string message = await Refusal.OfAsync(() => install.InstallAsync(server.Url + "/a.pth"));

        Assert.Equal($"'{server.Url}/a.pth' could not be fetched: {expected}", message);
        Assert.Single(server.Requests);
        Assert.Empty(install.Files);
    }

    [Fact]
    public async Task Install_server_that_sends_another_piece_starts_again()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, before) => before switch
        {
            0 => LoopbackReply.File(request, Content).Cut(Half),
            1 => LoopbackReply.File(request with { From = Half + 10 }, Content),
            _ => LoopbackReply.File(request, Content),
        });

        await install.InstallAsync(server.Url);

        Assert.Equal([null, Half, null], server.Requests.Select(request => request.From));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_part_that_is_longer_than_the_file_starts_again()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => request.From is null
            ? LoopbackReply.File(request, Content)
            : new LoopbackReply { Status = "416 Range Not Satisfiable",
                Headers = [$"Content-Range: bytes */{Content.Length}"] });
        Directory.CreateDirectory(install.Store.Folder);
        await File.WriteAllBytesAsync(
            install.Part(server.Url), new byte[Content.Length + 7], TestContext.Current.CancellationToken);

        await install.InstallAsync(server.Url);

        Assert.Equal([Content.Length + 7, null], server.Requests.Select(request => request.From));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_connection_that_breaks_again_and_again_ends_and_continues_at_the_next_attempt()
    {
        using var install = new InstallerFixture();
        bool healed = false;
        using var server = new LoopbackServer((request, _) =>
            healed ? LoopbackReply.File(request, Content) : LoopbackReply.File(request, Content).Cut(100));

        WeightsException refusal = await Assert.ThrowsAsync<WeightsException>(() => install.InstallAsync(server.Url));

        Assert.StartsWith(
            $"'{server.Url}' could not be fetched: the connection failed 5 times (",
            refusal.Message,
            StringComparison.Ordinal);
        Assert.Equal(WeightsProblem.Interrupted, refusal.Problem);
        Assert.Equal([1, 2, 3, 4], install.Clock.Waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(500, new FileInfo(install.Part(server.Url)).Length);

        healed = true;
        await install.InstallAsync(server.Url);
        Assert.Equal(500, server.Requests[^1].From);
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_connection_that_breaks_often_but_brings_much_is_not_given_up()
    {
        using var install = new InstallerFixture();
        byte[] large = TorchWriter.Old([.. StateTensor.Vgg(StateTensor.Vgg19Depths),
            new("classifier.0.weight", [2, 1_000_000], new float[2_000_000])]);
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, large).Cut(1 << 20));

        await install.InstallAsync(server.Url, large);

        Assert.Equal(8, server.Requests.Count);
        Assert.All(install.Clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(1), wait));
    }

    [Fact(Timeout = 30_000)]
    public async Task Install_server_that_falls_silent_counts_as_broken()
    {
        using var install = new InstallerFixture { Cancellation = TestContext.Current.CancellationToken };
        var never = new TaskCompletionSource();
        using var server = new LoopbackServer((request, before) => before == 0
            ? LoopbackReply.File(request, Content).Cut(Half) with { Close = never.Task }
            : LoopbackReply.File(request, Content));
        var progress = new ProgressTo(report =>
            install.Clock.NextLongWaitPasses |= report.Stage == InstallStage.Downloading && report.Bytes == Half
                && server.Requests.Count == 1);

        await install.InstallAsync(server.Url, progress: progress);

        Assert.Equal([null, Half], server.Requests.Select(request => request.From));
        never.SetResult();
    }

    [Fact(Timeout = 30_000)]
    public async Task Install_that_is_cancelled_keeps_its_part_and_goes_on_the_next_time()
    {
        using var install = new InstallerFixture();
        var never = new TaskCompletionSource();
        using var server = new LoopbackServer((request, before) => before == 0
            ? LoopbackReply.File(request, Content).Cut(Half) with { Close = never.Task }
            : LoopbackReply.File(request, Content));
        using var stop = new CancellationTokenSource();
        var progress = new ProgressTo(report =>
        {
            if (report.Bytes == Half)
                stop.Cancel();
        });

        install.Cancellation = stop.Token;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            install.InstallAsync(server.Url, progress: progress));
        Assert.Equal(Half, new FileInfo(install.Part(server.Url)).Length);
        Assert.Empty(install.Store.List());
        never.SetResult();

        install.Cancellation = TestContext.Current.CancellationToken;
        await install.InstallAsync(server.Url);
        Assert.Equal([null, Half], server.Requests.Select(request => request.From));
        Assert.Null(install.Store.Verify("vgg19"));
    }

    [Fact]
    public async Task Install_promise_beyond_any_weights_is_refused()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) =>
            LoopbackReply.File(request, Content) with { Promised = 5L << 30 });

        string message = await Refusal.OfAsync(() => install.InstallAsync(server.Url));

        Assert.EndsWith(
            "the server promises 5368709120 bytes, far more than any weights have.", message, StringComparison.Ordinal);
        Assert.Empty(install.Files);
    }

    [Fact]
    public async Task Install_redirect_to_a_mirror_is_followed()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => request.Path == "/there"
            ? LoopbackReply.File(request, Content)
            : new LoopbackReply { Status = "302 Found", Headers = ["Location: /there"] });

        await install.InstallAsync(server.Url + "/here");

        Assert.Equal(["/here", "/there"], server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Install_redirect_from_https_to_http_is_not_followed()
    {
        using var install = new InstallerFixture(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback =
                (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1" },
        });
        using var open = new LoopbackServer((request, _) => LoopbackReply.File(request, Content));
        using var secure = new LoopbackServer(
            (_, _) => new LoopbackReply { Status = "301 Moved Permanently",
                Headers = [$"Location: {open.Url}/weights.pth"] }, secure: true);

        string message = await Refusal.OfAsync(() => install.InstallAsync(secure.Url));

        Assert.EndsWith(
            $"it redirects to '{open.Url}/weights.pth', which is not followed.", message, StringComparison.Ordinal);
        Assert.Empty(open.Requests);
    }

    [Fact]
    public async Task Install_from_a_server_that_nobody_vouches_for_is_refused_at_once()
    {
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, Content), secure: true);

        string message = await Refusal.OfAsync(() => install.InstallAsync(server.Url));

        Assert.Contains("no secure connection could be made", message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(install.Clock.Waits);
    }

    [Fact]
    public async Task Install_full_disk_is_no_broken_connection()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs a device that is always full");
        using var install = new InstallerFixture();
        using var server = new LoopbackServer((request, _) => LoopbackReply.File(request, Content));
        Directory.CreateDirectory(install.Store.Folder);
        File.CreateSymbolicLink(install.Part(server.Url), "/dev/full");

        string message = await Refusal.OfAsync(() => install.InstallAsync(server.Url));

        Assert.StartsWith(
            $"The weights 'vgg19' can't be installed in '{install.Store.Folder}': ", message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(install.Clock.Waits);
    }

    [Fact]
    public async Task Install_from_where_nobody_listens_is_given_up()
    {
        using var install = new InstallerFixture();
        string url;
        using (var server = new LoopbackServer((request, _) => LoopbackReply.File(request, Content)))
            url = server.Url;

        string message = await Refusal.OfAsync(() => install.InstallAsync(url));

        Assert.Contains("the connection failed 5 times", message, StringComparison.Ordinal);
        Assert.Empty(install.Files);
    }
}
