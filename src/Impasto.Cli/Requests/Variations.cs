using Impasto.Cli.Shell;

namespace Impasto.Cli.Requests;

/// <summary>Requests that make different pictures of one pair.</summary>
/// <param name="request">The request whose recipe they share.</param>
internal sealed class Variations(StylizeRequest request)
{
    /// <summary>The first requests; each has files of its own.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="WrongCallException">The recipe starts from a fixed picture, or there is one output.</exception>
    public IReadOnlyList<StylizeRequest> Take(int count)
    {
        StartMode init = request.Record.Options.Start.Init;
        if (init is StartMode.Picture or StartMode.Style)
            throw new WrongCallException("--variations: expected init content, varied or noise, got a fixed picture.");
        if (request.IsPiped)
            throw new WrongCallException("--variations: expected a file as --output, got standard output.");
        return [.. Enumerable.Range(1, count).Select(Make)];
    }

    private StylizeRequest Make(int number)
    {
        StylizeOptions options = request.Record.Options;
        StartOptions start = options.Start.Variation(number);
        ReportOptions report = request.Report;
        return request with
        {
            Output = Numbered(request.Output),
            Record = request.Record with { Options = options with { Start = start } },
            Keep = request.Keep.Path is { } checkpoint
                ? request.Keep with { Path = Numbered(checkpoint) }
                : request.Keep,
            Report = report with
            {
                Frames = Named(report.Frames),
                Trace = Named(report.Trace),
                Figure = Named(report.Figure),
                Video = Named(report.Video),
            },
        };

        string? Named(string? path) => path is null ? null : Numbered(path);

        string Numbered(string path) => Path.Combine(
            Path.GetDirectoryName(path) ?? "",
            $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}");
    }
}
