using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Impasto.Cli.Arguments;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Studio;
using Impasto.Studio.Tokens;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto studio: serves the web page.</summary>
internal sealed class StudioCommand(Terminal terminal)
{
    private const int UsualPort = 5080;
    private const string TokenVariable = "IMPASTO_TOKEN";
    private const string SecretVariable = "IMPASTO_WEBHOOK_SECRET";
    private const string PasswordVariable = "IMPASTO_CERTIFICATE_PASSWORD";

    private readonly StudioArguments _common = new();
    private readonly GroupedOption<long?> _port = WholeNumber.Option(
        "Network", "--port", "Port to listen on; 0 takes a free one.", 0, 65535, $"{UsualPort}");

    private readonly GroupedOption<string> _listen = new("Network", "--listen")
    {
        Description = "Address to listen on, such as 0.0.0.0; others than this machine's own need a token. [127.0.0.1]",
        HelpName = "ADDRESS",
    };

    private readonly GroupedOption<string[]> _hosts = new("Network", "--host")
    {
        Description = "A host name that others use for the studio; may be given several times.",
        HelpName = "NAME",
    };

    private readonly GroupedOption<string[]> _proxies = new("Network", "--proxy")
    {
        Description = "Address or network of a proxy, such as 127.0.0.1 or 10.0.0.0/8, whose X-Forwarded-For, "
            + "X-Forwarded-Proto and X-Forwarded-Host are believed; may be given several times. Needs a token. [none]",
        HelpName = "ADDRESS",
    };

    private readonly GroupedOption<string> _certificate = new("Network", "--certificate")
    {
        Description = "Serve https with this certificate: PEM, or .pfx with its key "
            + $"({PasswordVariable} has the password). A renewed file is read again. [http]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _certificateKey = new("Network", "--certificate-key")
    {
        Description = "The private key of the certificate in PEM. [in the certificate's file]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _token = new("Network", "--token")
    {
        Description = "A token that others may send, besides those of impasto studio tokens. "
            + $"[{TokenVariable}, else a new one if others can reach the studio and there is none]",
        HelpName = "TOKEN",
    };

    private readonly GroupedOption<bool> _allowUrls = new("Network", "--allow-urls")
    {
        Description = "Let the page name pictures by web addresses; only public addresses are read.",
    };

    private readonly GroupedOption<string[]> _crossOrigins = new("Network", "--cors")
    {
        Description = "An origin whose pages may use the service, such as https://app.example; may be given several "
            + "times. They must send the token: cookies do not count.",
        HelpName = "ORIGIN",
    };

    private readonly GroupedOption<string> _webhookSecret = new("Network", "--webhook-secret")
    {
        Description = "Let a run name an address on the internet that gets a message when the run is over, signed with "
            + $"this secret. [{SecretVariable}]",
        HelpName = "SECRET",
    };

    private readonly GroupedOption<bool> _noBrowser = new("Network", "--no-browser")
    {
        Description = "Do not open the page in a browser.",
    };

    private readonly GroupedOption<bool> _probe = new("Network", "--probe")
    {
        Description = "Start nothing: exit with 0 if the studio on this machine and port is ready, with 1 if not.",
    };

    private readonly GroupedOption<long?> _maxQueue = WholeNumber.Option(
        "Limits", "--max-queue", "Most runs that may wait.", 1, int.MaxValue, $"{StudioLimits.UsualQueued}");

    private readonly GroupedOption<long?> _maxConnections = WholeNumber.Option(
        "Limits",
        "--max-connections",
        "Most connections and requests of one address at the same time.",
        1,
        int.MaxValue,
        $"{StudioLimits.UsualConnections}");

    private readonly GroupedOption<string> _maxUpload = new("Limits", "--max-upload")
    {
        Description = $"Most bytes of one request, such as 50M. [{MemorySize.Format(StudioLimits.UsualUploadBytes)}]",
        HelpName = "SIZE",
    };

    private readonly GroupedOption<string> _maxDisk = new("Limits", "--max-disk")
    {
        Description = $"Most bytes of all runs' files. [{MemorySize.Format(StudioLimits.UsualDiskBytes)}]",
        HelpName = "SIZE",
    };

    private readonly GroupedOption<long?> _maxPixels = WholeNumber.Option(
        "Limits",
        "--max-pixels",
        "Most pixels of an uploaded picture and of a result.",
        1,
        int.MaxValue,
        $"{StudioLimits.UsualPixels}");

    public static Command Create(Terminal terminal)
    {
        var studio = new StudioCommand(terminal);
        var command = new Command("studio", FullEdition.StudioHelp);
        Option[] network =
        [
            studio._port, studio._listen, studio._hosts, studio._proxies, studio._certificate, studio._certificateKey,
            studio._token, studio._allowUrls,
            studio._crossOrigins, studio._webhookSecret, studio._noBrowser, studio._probe,
        ];
        foreach (Option option in network)
            command.Options.Add(option);
        studio._common.AddTo(command);
        Option[] limits =
        [
            studio._maxQueue, studio._maxConnections, studio._maxUpload, studio._maxDisk, studio._maxPixels,
        ];
        foreach (Option option in limits)
            command.Options.Add(option);
        command.Subcommands.Add(TokensCommand.Create(terminal));
        command.SetAction(studio.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_probe))
            return await ProbeAsync(parsed, cancellation);
        StudioSettings settings = await WithTokenAsync(Read(parsed));
        await using StudioServer server = await StudioServer.StartAsync(settings, cancellation);
        StudioGreeting.Show(
            terminal,
            settings,
            server.Address,
            isNewToken: settings.Token is not null && GivenToken(parsed) is null,
            opens: !parsed.GetValue(_noBrowser));
        await server.RunAsync(cancellation);
        return ExitCode.Success;
    }

    // Nobody has a token that others could use: the studio makes one.
    private async Task<StudioSettings> WithTokenAsync(StudioSettings settings)
    {
        if (settings.Token is not null || !settings.IsReachable)
            return settings;
        await using StudioTokens tokens = await StudioTokens.OpenAsync(
            settings.DataFolder, settings.Store, terminal.Clock);
        return (await tokens.ListAsync()).Count > 0 ? settings : settings with { Token = StudioToken.Create() };
    }

    // For containers, whose images have no other program that could ask.
    [SuppressMessage(
        "Security", "MA0039:Do not write your own certificate validation method",
        Justification = "The question goes to this machine only, and the certificate is for the studio's name.")]
    private async Task<int> ProbeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int port = (int?)parsed.GetValue(_port) ?? UsualPort;
        string scheme = parsed.GetValue(_certificate) is null ? "http" : "https";
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri($"{scheme}://127.0.0.1:{port}/health/ready"), cancellation);
            if (answer.IsSuccessStatusCode)
                return ExitCode.Success;
            terminal.Error.WriteLine($"The studio on port {port} is not ready: its store does not answer.");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            terminal.Error.WriteLine($"No studio answers on port {port}.");
        }

        return ExitCode.Failure;
    }

    private StudioSettings Read(ParseResult parsed)
    {
        StudioSettings common = _common.Read(terminal, parsed);
        IPAddress address = parsed.GetValue(_listen) is { } listen ? Address(listen) : IPAddress.Loopback;
        return common with
        {
            Port = (int?)parsed.GetValue(_port) ?? UsualPort,
            Address = address,
            Token = GivenToken(parsed),
            Hosts = parsed.GetValue(_hosts) ?? [],
            Proxies = [.. (parsed.GetValue(_proxies) ?? []).Select(Proxy)],
            Certificate = Certificate(parsed),
            AllowUrls = parsed.GetValue(_allowUrls),
            CrossOrigins = [.. (parsed.GetValue(_crossOrigins) ?? []).Select(Origin)],
            WebhookSecret = parsed.GetValue(_webhookSecret) ?? terminal.Environment(SecretVariable),
            Limits = common.Limits with
            {
                MaxQueued = (int?)parsed.GetValue(_maxQueue) ?? StudioLimits.UsualQueued,
                MaxConnectionsPerAddress =
                    (int?)parsed.GetValue(_maxConnections) ?? StudioLimits.UsualConnections,
                MaxUploadBytes = StudioArguments.Bytes(parsed, _maxUpload) ?? StudioLimits.UsualUploadBytes,
                MaxDiskBytes = StudioArguments.Bytes(parsed, _maxDisk) ?? StudioLimits.UsualDiskBytes,
                MaxPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
                MaxResultPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
            },
        };
    }

    private string? GivenToken(ParseResult parsed) =>
        parsed.GetValue(_token) ?? terminal.Environment(TokenVariable);

    private StudioCertificate? Certificate(ParseResult parsed)
    {
        string? key = parsed.GetValue(_certificateKey);
        if (parsed.GetValue(_certificate) is { } file)
        {
            return new StudioCertificate
            {
                File = file, KeyFile = key, Password = terminal.Environment(PasswordVariable),
            };
        }

        return key is null
            ? null
            : throw new WrongCallException("--certificate-key has no effect without --certificate.");
    }

    private static IPNetwork Proxy(string text) => StudioProxy.Parse(text)
        ?? throw new WrongCallException(
            $"--proxy: expected an address such as 127.0.0.1 or a network such as 10.0.0.0/8, got '{text}'.");

    private static string Origin(string text) => StudioOrigin.Parse(text)
        ?? throw new WrongCallException($"--cors: expected an origin such as https://app.example, got '{text}'.");

    private static IPAddress Address(string text) => IPAddress.TryParse(text, out IPAddress? address)
        ? address
        : throw new WrongCallException($"--listen: expected an address such as 0.0.0.0, got '{text}'.");
}
