using System.CommandLine;
using System.Net;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Studio;

namespace Impasto.Cli.Commands;

/// <summary>impasto studio: the web page, and the service behind it.</summary>
internal sealed class StudioCommand(Terminal terminal)
{
    private const int UsualPort = 5080;
    private const string TokenVariable = "IMPASTO_TOKEN";

    private readonly StudioArguments _common = new();
    private readonly GroupedOption<long?> _port = WholeNumber.Option("Network", "--port", "Port to listen on; 0 takes a free one.", 0, 65535, $"{UsualPort}");
    private readonly GroupedOption<string> _listen = new("Network", "--listen")
    {
        Description = "Address to listen on, such as 0.0.0.0; any but this machine's own needs a token. [127.0.0.1]", HelpName = "ADDRESS",
    };

    private readonly GroupedOption<string[]> _hosts = new("Network", "--host")
    {
        Description = "A name under which others call the studio; may come several times.", HelpName = "NAME",
    };

    private readonly GroupedOption<string> _token = new("Network", "--token")
    {
        Description = $"What others must show. [{TokenVariable}, else a new one]", HelpName = "TOKEN",
    };

    private readonly GroupedOption<bool> _allowUrls = new("Network", "--allow-urls")
    {
        Description = "Let the page name pictures by their addresses; only the public internet is looked at.",
    };

    private readonly GroupedOption<bool> _noBrowser = new("Network", "--no-browser") { Description = "Do not open the page in a browser." };
    private readonly GroupedOption<long?> _maxQueue = WholeNumber.Option(
        "Limits", "--max-queue", "Runs that may wait.", 1, int.MaxValue, $"{StudioLimits.UsualQueued}");

    private readonly GroupedOption<string> _maxUpload = new("Limits", "--max-upload")
    {
        Description = $"Bytes of one request, such as 50M. [{MemorySize.Format(StudioLimits.UsualUploadBytes)}]", HelpName = "SIZE",
    };

    private readonly GroupedOption<string> _maxDisk = new("Limits", "--max-disk")
    {
        Description = $"Bytes of all runs' files. [{MemorySize.Format(StudioLimits.UsualDiskBytes)}]", HelpName = "SIZE",
    };

    private readonly GroupedOption<long?> _maxPixels = WholeNumber.Option(
        "Limits", "--max-pixels", "Pixels of a picture that comes in, and of a result.", 1, int.MaxValue, $"{StudioLimits.UsualPixels}");

    public static Command Create(Terminal terminal)
    {
        var studio = new StudioCommand(terminal);
        var command = new Command("studio", "Open a web page on which pictures are painted while you watch.");
        foreach (Option option in (Option[])[studio._port, studio._listen, studio._hosts, studio._token, studio._allowUrls, studio._noBrowser])
            command.Options.Add(option);
        studio._common.AddTo(command);
        foreach (Option option in (Option[])[studio._maxQueue, studio._maxUpload, studio._maxDisk, studio._maxPixels])
            command.Options.Add(option);
        command.SetAction(studio.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        StudioSettings settings = Read(parsed);
        await using StudioServer server = await StudioServer.StartAsync(settings, cancellation);
        StudioGreeting.Say(terminal, settings, server.Address, opens: !parsed.GetValue(_noBrowser));
        await server.RunAsync(cancellation);
        return ExitCode.Success;
    }

    private StudioSettings Read(ParseResult parsed)
    {
        StudioSettings common = _common.Read(terminal, parsed);
        IPAddress address = parsed.GetValue(_listen) is { } listen
            ? IPAddress.TryParse(listen, out IPAddress? known) ? known : throw new WrongCallException($"--listen: expected an address such as 0.0.0.0, got '{listen}'.")
            : IPAddress.Loopback;
        string? token = parsed.GetValue(_token) ?? terminal.Environment(TokenVariable);
        return common with
        {
            Port = (int?)parsed.GetValue(_port) ?? UsualPort,
            Address = address,
            Token = token ?? (IPAddress.IsLoopback(address) ? null : StudioToken.Create()),
            Hosts = parsed.GetValue(_hosts) ?? [],
            AllowUrls = parsed.GetValue(_allowUrls),
            Limits = common.Limits with
            {
                MaxQueued = (int?)parsed.GetValue(_maxQueue) ?? StudioLimits.UsualQueued,
                MaxUploadBytes = parsed.GetValue(_maxUpload) is { } upload ? MemorySize.Parse("--max-upload", upload) : StudioLimits.UsualUploadBytes,
                MaxDiskBytes = parsed.GetValue(_maxDisk) is { } disk ? MemorySize.Parse("--max-disk", disk) : StudioLimits.UsualDiskBytes,
                MaxPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
                MaxResultPixels = parsed.GetValue(_maxPixels) ?? StudioLimits.UsualPixels,
            },
        };
    }
}
