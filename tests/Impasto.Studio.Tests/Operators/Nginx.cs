using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Impasto.Studio.Tests.Browser;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>
/// A real nginx with the configuration of docs/operators.md before a studio. Without one the test is skipped, except in
/// the project's own check.
/// </summary>
internal sealed partial class Nginx : IDisposable
{
    private const string Program = "/usr/sbin/nginx";

    // Requests come to nginx from another address of this machine than nginx's own requests to the studio.
    private static readonly IPAddress Own = IPAddress.Loopback;

    private readonly Process _process;
    private readonly TestCertificate _certificate;

    private Nginx(Process process, TestCertificate certificate, int port, int plainPort)
    {
        (_process, _certificate, Port, PlainPort) = (process, certificate, port, plainPort);
    }

    /// <summary>The address from which clients come.</summary>
    public static IPAddress Client { get; } = IPAddress.Parse("127.0.0.2");

    public int Port { get; }

    public int PlainPort { get; }

    public Uri Address => new($"https://{TestCertificate.Host}:{Port}");

    public static void SkipIfMissing()
    {
        if (File.Exists(Program))
            return;
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable(Chromium.Required) is { Length: > 0 },
            "There is no nginx here (apt-get install nginx-light).");
        Assert.Fail("There is no nginx, and this check needs it.");
    }

    public static async Task<Nginx> StartAsync(ScratchFolder folder, TestCertificate certificate, Uri studio)
    {
        int port = FreePort(), plainPort = FreePort();
        string file = folder.File("nginx.conf");
        string document = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs/operators.md"), Studio.Cancellation);
        string servers = Block().Match(document).Groups["code"].Value
            .Replace("listen 80;", $"listen {Own}:{plainPort};", StringComparison.Ordinal)
            .Replace("listen 443 ", $"listen {Own}:{port} ", StringComparison.Ordinal)
            .Replace("/etc/ssl/studio.pem", certificate.File, StringComparison.Ordinal)
            .Replace("/etc/ssl/studio.key", certificate.KeyFile, StringComparison.Ordinal)
            .Replace("127.0.0.1:5080", studio.Authority, StringComparison.Ordinal);
        string[] places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        await File.WriteAllTextAsync(
            file,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{folder.File("nginx.pid")}};
            error_log {{folder.File("nginx.log")}};
            events {}
            http {
                access_log off;
                {{string.Join('\n', places.Select(place => $"{place}_temp_path {folder.File(place)};"))}}
            {{servers}}
            }
            """,
            Studio.Cancellation);
        var start = new ProcessStartInfo(Program, ["-c", file, "-p", folder.Path, "-e", folder.File("nginx.log")])
        {
            UseShellExecute = false, RedirectStandardError = true,
        };
        var nginx = new Nginx(Process.Start(start)!, certificate, port, plainPort);
        await nginx.UntilListeningAsync();
        return nginx;
    }

    /// <summary>A client of the studio that comes from <see cref="Client"/>.</summary>
    public HttpClient Connect() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = _certificate.Trusting(),
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(Client.MapToIPv6(), 0));
            await socket.ConnectAsync(new IPEndPoint(Own.MapToIPv6(), context.DnsEndPoint.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = Address,
    };

    public void Dispose()
    {
        // Its workers end with it: it tells them.
        using (Process kill = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]))
            kill.WaitForExit();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task UntilListeningAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(Own, Port, Studio.Cancellation);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process.HasExited, "nginx ended.");
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "nginx is silent.");
                await Task.Delay(20, Studio.Cancellation);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(Own, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(
        "```nginx\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
