using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Operators;

/// <summary>A studio that serves https with a certificate of its own.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Studio_serves_https_with_the_certificate(bool isArchive)
    {
        using var folder = new ScratchFolder();
        using var certificate = TestCertificate.Create(folder);
        await using Studio studio = await StartAsync(isArchive
            ? new StudioCertificate { File = certificate.ArchiveFile, Password = TestCertificate.Password }
            : new StudioCertificate { File = certificate.File, KeyFile = certificate.KeyFile });
        using HttpClient client = Connect(studio, certificate);

        string answer = await client.GetStringAsync("/health/ready", Studio.Cancellation);

        Assert.Equal(("https", "ready"), (studio.Server.Address.Scheme, answer));
    }

    // The client has the root alone: without the one between them it can't find the way there.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Studio_sends_the_certificates_between_its_own_and_the_root(bool isArchive)
    {
        using var folder = new ScratchFolder();
        using var certificate = TestCertificate.CreateChain(folder);
        await using Studio studio = await StartAsync(isArchive
            ? new StudioCertificate { File = certificate.ArchiveFile, Password = TestCertificate.Password }
            : new StudioCertificate { File = certificate.File, KeyFile = certificate.KeyFile });
        using HttpClient client = Connect(studio, certificate);

        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Studio.Cancellation));
    }

    [Fact]
    public async Task Cookie_is_secure_on_https()
    {
        using var folder = new ScratchFolder();
        using var certificate = TestCertificate.Create(folder);
        await using Studio studio = await StartAsync(
            new StudioCertificate { File = certificate.File, KeyFile = certificate.KeyFile });
        using HttpClient client = Connect(studio, certificate);

        using HttpResponseMessage signedIn = await client.PostAsync(
            "/sign-in", new FormUrlEncodedContent([KeyValuePair.Create("token", "right")]), Studio.Cancellation);

        Assert.Contains(
            "; secure", Assert.Single(signedIn.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task File_that_changes_is_read_again_and_a_damaged_one_is_not_used()
    {
        using var folder = new ScratchFolder();
        using var first = TestCertificate.Create(folder);
        using var second = TestCertificate.Create(folder, "second");
        var clock = new ShiftedClock();
        await using Studio studio = await StartAsync(
            new StudioCertificate { File = first.File, KeyFile = first.KeyFile }, clock);
        Assert.Equal(first.Thumbprint, await ThumbprintAsync(studio));

        Replace(first.File, "damaged");
        clock.Shift += TimeSpan.FromSeconds(6);
        Assert.Equal(first.Thumbprint, await ThumbprintAsync(studio));

        Replace(first.File, File.ReadAllText(second.File));
        Replace(first.KeyFile, File.ReadAllText(second.KeyFile));
        clock.Shift += TimeSpan.FromSeconds(6);
        Assert.Equal(second.Thumbprint, await ThumbprintAsync(studio));

        static void Replace(string file, string text)
        {
            DateTime before = File.GetLastWriteTimeUtc(file);
            File.WriteAllText(file, text);
            File.SetLastWriteTimeUtc(file, before.AddSeconds(2));
        }
    }

    [Theory]
    [InlineData("missing", "Could not find file")]
    [InlineData("no certificate", "has no certificate in PEM")]
    [InlineData("no key", "has no private key in PEM: --certificate-key names its file")]
    [InlineData("another key", "they do not belong together")]
    [InlineData("damaged", "one of them is damaged")]
    [InlineData("expired", "expired on ")]
    [InlineData("not yet", "is this machine's clock right?")]
    [InlineData("wrong password", "its password is wrong")]
    public async Task Certificate_that_can_not_be_used_is_one_sentence(string why, string sentence)
    {
        using var folder = new ScratchFolder();
        using var certificate = TestCertificate.Create(
            folder, from: why == "not yet" ? 2 : -10, to: why == "expired" ? -1 : 10);
        using var other = TestCertificate.Create(folder, "other");
        if (why == "damaged")
        {
            string text = await File.ReadAllTextAsync(certificate.File, Studio.Cancellation);
            string damaged = text.Replace("MI", "AA", StringComparison.Ordinal);
            await File.WriteAllTextAsync(certificate.File, damaged, Studio.Cancellation);
        }

        var files = new StudioCertificate
        {
            File = why switch
            {
                "missing" => folder.File("nothing.pem"),
                "no certificate" => certificate.KeyFile,
                "wrong password" => certificate.ArchiveFile,
                _ => certificate.File,
            },
            KeyFile = why switch
            {
                "no key" or "wrong password" => null,
                "another key" => other.KeyFile,
                _ => certificate.KeyFile,
            },
            Password = why == "wrong password" ? "wrong" : null,
        };

        ImpastoException failure = await Assert.ThrowsAsync<ImpastoException>(() => StartAsync(files));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static Task<Studio> StartAsync(StudioCertificate certificate, TimeProvider? clock = null) =>
        Studio.StartAsync(settings => settings with
        {
            Token = "right",
            Hosts = [TestCertificate.Host],
            Certificate = certificate,
            Clock = clock ?? TimeProvider.System,
            Limits = new StudioLimits { RunsAtOnce = 0 },
        });

    private static HttpClient Connect(Studio studio, TestCertificate certificate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = certificate.Trusting(),
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"https://{TestCertificate.Host}:{studio.Server.Address.Port}"),
    };

    private static async Task<string> ThumbprintAsync(Studio studio)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port, Studio.Cancellation);
        await using var tls = new SslStream(tcp.GetStream(), false, (_, found, _, _) => found is not null);
        await tls.AuthenticateAsClientAsync(TestCertificate.Host);
        return ((X509Certificate2)tls.RemoteCertificate!).Thumbprint;
    }
}
