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
    internal const string Type = "application/zip";

    internal static readonly ApiParameter FormatParameter =
        ApiParameter.Query("format", "Default: png.", Schemas.Words(["png", "jpg", "tif"]));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/results.zip", WriteAsync)
        .WithTags("Pictures")
        .WithName("getResults")
        .WithSummary(
            "The results of the runs with these id, in the format png, jpg or tif if they have it, and else in the "
            + $"first one that they have; at most {MostRuns}.")
        .WithMetadata(
            ApiParameter.Query("id", "A run; once for each.", Schemas.List(Schemas.Text())),
            FormatParameter,
            new AnswerBody(Type))
        .Produces(StatusCodes.Status200OK, contentType: Type)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    // Every run is looked up before the first byte: afterwards no problem can be told.
    private static async Task WriteAsync(
        Guid[] id, HttpContext context, RunControl control, IBlobStore blobs, string format = "png")
    {
        if (id.Length is 0 or > MostRuns)
            throw StudioProblem.Wrong($"Expected the id of 1 to {MostRuns} runs, got {id.Length}.");
        List<StudioRun> runs = [];
        foreach (Guid one in id.Distinct())
        {
            StudioRun run = await control.FindAsync(one);
            runs.Add(run.HasResult ? run : throw StudioProblem.Missing("result"));
        }

        await ZipAsync(context, blobs, runs, format);
    }

    /// <summary>Answers with the results of some runs.</summary>
    /// <param name="context">The request.</param>
    /// <param name="blobs">Has the results.</param>
    /// <param name="runs">The runs, which all have a result.</param>
    /// <param name="format">The format that is preferred.</param>
    public static async Task ZipAsync(
        HttpContext context, IBlobStore blobs, IReadOnlyList<StudioRun> runs, string format)
    {
        Stream body = FileAnswers.BeginZip(context, "impasto.zip", Type);
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null,
            context.RequestAborted);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (StudioRun run in runs)
        {
            ResultFormat best = run.Formats.FirstOrDefault(known => known.Name == format) ?? run.Formats[0];
            // Deleted meanwhile: the others are still worth having.
            if (await blobs.ReadAsync(run.Id, BlobName.Result(best)) is not { } bytes)
                continue;
            ZipArchiveEntry entry = zip.CreateEntry(
                Free(taken, FileName(run), best.Name), CompressionLevel.NoCompression);
            await using Stream stream = await entry.OpenAsync(context.RequestAborted);
            await stream.WriteAsync(bytes, context.RequestAborted);
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
