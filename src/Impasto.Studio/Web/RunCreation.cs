using Impasto.Imaging;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Web;

/// <summary>Takes in new runs: everything is checked before anything is stored.</summary>
internal sealed class RunCreation(StudioStore store, RunQueue queue, PictureFiles files, StudioSettings settings) : IDisposable
{
    private const int LongestContentView = 2048;
    private const int LongestStyleView = 512;
    private const long LeastFreeBytes = 200_000_000;

    // A picture of 50 million pixels takes 600 MB while it is looked at.
    private readonly SemaphoreSlim _decoding = new(2);

    /// <exception cref="StudioProblem">There is no room for it: 429 or 507.</exception>
    /// <exception cref="ImpastoException">Options or pictures are wrong.</exception>
    public async Task<StudioRun> CreateAsync(NewRun wanted)
    {
        await RequireRoomAsync(wanted.Bytes);
        var id = Guid.NewGuid();
        await _decoding.WaitAsync();
        try
        {
            (RunRecipe recipe, long bytes) = await StoreAsync(id, wanted);
            if (wanted.Resumes is { } before && !await store.Checkpoints.CopyAsync(before, id))
                throw StudioProblem.Conflict("The run's state is no longer there.");
            var run = new StudioRun
            {
                Id = id,
                State = RunState.Queued,
                Recipe = recipe,
                Created = settings.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                Parent = wanted.Parent,
                Bytes = bytes,
                Revision = 1,
            };
            await store.Runs.AddAsync(run);
            await queue.AddAsync(id);
            return run;
        }
        catch
        {
            await store.Blobs.DeleteAsync(id);
            throw;
        }
        finally
        {
            _decoding.Release();
        }
    }

    public void Dispose() => _decoding.Dispose();

    private async Task RequireRoomAsync(long bytes)
    {
        StudioLimits limits = settings.Limits;
        long queued = await store.Runs.QueuedAsync();
        if (queued >= limits.MaxQueued)
            throw new StudioProblem(StatusCodes.Status429TooManyRequests, $"{queued} runs are waiting already, which is the limit: try again later.");
        long used = await store.Runs.BytesAsync();
        if (used + bytes > limits.MaxDiskBytes || store.Blobs.FreeBytes() - bytes < LeastFreeBytes)
        {
            throw new StudioProblem(
                StatusCodes.Status507InsufficientStorage,
                $"There is no room left: runs take {used / 1e6:0} of {limits.MaxDiskBytes / 1e6:0} MB, and {store.Blobs.FreeBytes() / 1e6:0} MB of the disk are free; delete some.");
        }
    }

    private async Task<(RunRecipe Recipe, long Bytes)> StoreAsync(Guid id, NewRun wanted)
    {
        StylizeOptions options = wanted.Recipe.ToOptions();
        Check(wanted, options);
        Picture content = files.Decode(wanted.Content.Bytes, wanted.Content.Name);
        (int width, int height) = options.ResultSize(content.Size);
        if ((long)width * height > settings.Limits.MaxResultPixels)
        {
            throw StudioProblem.Wrong(
                $"The result would have {width} x {height} pixels, and the limit is {settings.Limits.MaxResultPixels}: use a smaller size.");
        }

        byte[] view = PictureFiles.View(content, LongestContentView);
        List<byte[]> styleViews = [.. wanted.Styles.Select(style => PictureFiles.View(files.Decode(style.Bytes, style.Name), LongestStyleView))];
        foreach (NamedBytes region in wanted.Regions)
            files.Decode(region.Bytes, region.Name);
        await WriteAsync(id, wanted, view, styleViews);
        return (wanted.Recipe.Normalize() with { Width = width, Height = height },
            wanted.Bytes + view.Length + styleViews.Sum(bytes => (long)bytes.Length));
    }

    private async Task WriteAsync(Guid id, NewRun wanted, byte[] view, List<byte[]> styleViews)
    {
        await store.Blobs.WriteAsync(id, BlobName.Content, wanted.Content.Bytes);
        await store.Blobs.WriteAsync(id, BlobName.ContentView, view);
        for (int i = 0; i < wanted.Styles.Count; i++)
        {
            await store.Blobs.WriteAsync(id, BlobName.Style(i), wanted.Styles[i].Bytes);
            await store.Blobs.WriteAsync(id, BlobName.StyleView(i), styleViews[i]);
        }

        for (int i = 0; i < wanted.Regions.Count; i++)
            await store.Blobs.WriteAsync(id, BlobName.Region(i), wanted.Regions[i].Bytes);
        if (wanted.Start is { } start)
            await store.Blobs.WriteAsync(id, BlobName.Start, start);
    }

    private static void Check(NewRun wanted, StylizeOptions options)
    {
        List<string> problems = [.. options.Validate().Select(problem => problem.ToString())];
        if (options.Start.Init == StartMode.Picture && wanted.Start is null)
            problems.Add("--init picture: expected content, style or noise.");
        bool hasStyle = wanted.Recipe.Styles.Any(style => style.Weight > 0);
        if (!hasStyle && (wanted.Regions.Count == 0 || options.Start.Init == StartMode.Style))
            problems.Add("Expected at least one painting with a weight above 0.");
        if (problems.Count > 0)
            throw StudioProblem.Wrong(string.Join(' ', problems));
    }
}
