using System.IO.Compression;
using Impasto.Studio.Answers;
using Impasto.Studio.Description;
using Impasto.Studio.Requests;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Impasto.Studio.Web;

/// <summary>The results of several runs in one file.</summary>
internal static class ZipRoutes
{
    private const int MostRuns = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    internal const string Type = "application/zip";

    internal static readonly ApiParameter FormatParameter =
        ApiParameter.Query("format", "Default: png.", Schemas.Words(ResultFormat.All.Select(format => format.Name)));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/results.zip", WriteAsync)
        .WithTags("Pictures")
        .WithName("getResults")
        .WithSummary(
            "The results of the runs with these id, in that format if they can be had in it, and else in the "
            + $"first one that they can; at most {MostRuns}.")
        .WithMetadata(
            ApiParameter.Query("id", "A run; once for each.", Schemas.List(Schemas.Text())),
            FormatParameter,
            new AnswerBody(Type))
        .Produces(StatusCodes.Status200OK, contentType: Type)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    // Every run is looked up before the first byte: afterwards no problem can be told.
    private static async Task WriteAsync(
        Guid[] id, HttpContext context, RunControl control, ResultFiles results, string format = "png")
    {
        if (id.Length is 0 or > MostRuns)
            throw StudioProblem.Wrong($"Expected the id of 1 to {MostRuns} runs, got {id.Length}.");
        List<StudioRun> runs = [];
        foreach (Guid one in id.Distinct())
        {
            StudioRun run = await control.FindAsync(one);
            runs.Add(run.HasResult ? run : throw StudioProblem.Missing("result"));
        }

        await ZipAsync(context, results, runs, format);
    }

    /// <summary>Answers with the results of some runs.</summary>
    /// <param name="context">The request.</param>
    /// <param name="results">Reads or makes their files.</param>
    /// <param name="runs">The runs, which all have a result.</param>
    /// <param name="format">The format that is preferred.</param>
    public static async Task ZipAsync(
        HttpContext context, ResultFiles results, IReadOnlyList<StudioRun> runs, string format)
    {
        Stream body = FileAnswers.BeginZip(context, "impasto.zip", Type);
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null,
            context.RequestAborted);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (StudioRun run in runs)
        {
            ResultFormat wanted = run.Formats.FirstOrDefault(known => known.Name == format) ?? run.Formats[0];
            (ResultFormat found, byte[]? file) = await ReadAsync(results, run, wanted, context.RequestAborted);
            // Deleted meanwhile: the others are still worth having.
            if (file is not { } bytes)
                continue;
            ZipArchiveEntry entry = zip.CreateEntry(
                Free(taken, FileName(run), found.Name), CompressionLevel.NoCompression);
            await using Stream stream = await entry.OpenAsync(context.RequestAborted);
            await stream.WriteAsync(bytes, context.RequestAborted);
        }
    }

    // The ZIP has begun, so nothing can be refused any more: what is busy is waited for, and what can't be made is
    // replaced by the file that is stored.
    private static async Task<(ResultFormat Format, byte[]? File)> ReadAsync(
        ResultFiles results, StudioRun run, ResultFormat format, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return (format, await results.ReadAsync(run, format, ResultWish.Usual, cancellation));
            }
            catch (StudioProblem busy) when (busy.Status == StatusCodes.Status429TooManyRequests)
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (ImpastoException) when (format != run.Stored[0])
            {
                format = run.Stored[0];
            }
        }
    }

    // Those of a sweep have the value in their name: photo_waves_strength=25.
    private static string FileName(StudioRun run)
    {
        string name = ResultFiles.FileName(run.Recipe);
        return run.Batch is { Sweep: { Length: > 0 } sweep }
            ? $"{name}_{sweep}={StylizeOptionCatalog.Find(sweep).Read(run.Recipe.ToOptions())}"
            : name;
    }

    // photo_waves.png, photo_waves-2.png, ...
    private static string Free(HashSet<string> taken, string stem, string ending)
    {
        string safe = string.Concat(stem.Select(letter => "/\\:*?\"<>|".Contains(letter) ? '-' : letter));
        string name = $"{safe}.{ending}";
        for (int number = 2; !taken.Add(name); number++)
            name = $"{safe}-{number}.{ending}";
        return name;
    }
}
