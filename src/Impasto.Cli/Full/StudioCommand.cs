using System.CommandLine;
using System.Net;
using Impasto.Cli.Arguments;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Studio;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto studio: serves the web page.</summary>
internal sealed class StudioCommand(Terminal terminal)
{
    private const int UsualPort = 5080;
    private const string TokenVariable = "IMPASTO_TOKEN";
    private const string SecretVariable = "IMPASTO_WEBHOOK_SECRET";

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

    private readonly GroupedOption<string> _token = new("Network", "--token")
    {
        Description = $"The token that others must send. [{TokenVariable}, else a new one]",
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
            studio._port, studio._listen, studio._hosts, studio._token, studio._allowUrls,
            studio._crossOrigins, studio._webhookSecret, studio._noBrowser, studio._probe,
        ];
        foreach (Option option in network)
            command.Options.Add(option);
        studio._common.AddTo(command);
        Option[] limits = [studio._maxQueue, studio._maxUpload, studio._maxDisk, studio._maxPixels];
        foreach (Option option in limits)
            command.Options.Add(option);
        command.SetAction(studio.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_probe))
            return await ProbeAsync((int?)parsed.GetValue(_port) ?? UsualPort, cancellation);
        StudioSettings settings = Read(parsed);
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

    // For containers, whose images have no other program that could ask.
    private async Task<int> ProbeAsync(int port, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri($"http://127.0.0.1:{port}/health/ready"), cancellation);
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
        string? token = GivenToken(parsed);
        return common with
        {
            Port = (int?)parsed.GetValue(_port) ?? UsualPort,
            Address = address,
            Token = token ?? (IPAddress.IsLoopback(address) ? null : StudioToken.Create()),
            Hosts = parsed.GetValue(_hosts) ?? [],
            AllowUrls = parsed.GetValue(_allowUrls),
            CrossOrigins = [.. (parsed.GetValue(_crossOrigins) ?? []).Select(Origin)],
            WebhookSecret = parsed.GetValue(_webhookSecret) ?? terminal.Environment(SecretVariable),
            Limits = common.Limits with
            {
                MaxQueued = (int?)parsed.GetValue(_maxQueue) ?? StudioLimits.UsualQueued,
                MaxUploadBytes = StudioArguments.Bytes(parsed, _maxUpload) ?? StudioLimits.UsualUploadBytes,
                MaxDiskBytes = StudioArguments.Bytes(parsed, _maxDisk) ?? StudioLimits.UsualDiskBytes,
                MaxPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
                MaxResultPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
            },
        };
    }

    private string? GivenToken(ParseResult parsed) =>
        parsed.GetValue(_token) ?? terminal.Environment(TokenVariable);

    private static string Origin(string text) => StudioOrigin.Parse(text)
        ?? throw new WrongCallException($"--cors: expected an origin such as https://app.example, got '{text}'.");

    private static IPAddress Address(string text) => IPAddress.TryParse(text, out IPAddress? address)
        ? address
        : throw new WrongCallException($"--listen: expected an address such as 0.0.0.0, got '{text}'.");
}
