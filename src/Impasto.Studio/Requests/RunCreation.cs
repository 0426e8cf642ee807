using System.Data.Common;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Clips;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Webhooks;
using Impasto.Video.Painting;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>Creates runs: everything is checked before anything is stored.</summary>
internal sealed class RunCreation(
    StudioStore store, RunQueue queue, PictureFiles files, ClipFiles clips, StudioSettings settings)
{
    private const int LongestContentView = 2048;
    private const int LongestStyleView = 512;
    private const long LeastFreeBytes = 200_000_000;

    /// <summary>Creates a run and lets it wait for a worker.</summary>
    /// <param name="wanted">The request.</param>
    /// <returns>The run; the earlier one if the same request came before.</returns>
    /// <exception cref="StudioProblem">There is no room for it (429 or 507), or it is invalid (422).</exception>
    /// <exception cref="ImpastoException">An option or a picture is invalid.</exception>
    public async Task<StudioRun> CreateAsync(NewRun wanted) => (await CreateAllAsync([wanted]))[0];

    /// <summary>Creates the runs of one request, all or none, and lets them wait for workers in this order.</summary>
    /// <param name="wanted">The runs, at least one; all have the same key.</param>
    /// <returns>The runs; the earlier ones if the same request came before.</returns>
    /// <exception cref="StudioProblem">There is no room for all (429 or 507), or one is invalid (422).</exception>
    /// <exception cref="ImpastoException">An option or a picture is invalid.</exception>
    public async Task<IReadOnlyList<StudioRun>> CreateAllAsync(IReadOnlyList<NewRun> wanted)
    {
        RunKey? key = wanted[0].Key;
        if (key is not null && await store.Runs.FindByRequestAsync(key.Key) is { Count: > 0 } earlier)
            return key.Same(earlier);
        foreach (NewRun run in wanted)
            Check(run, run.Recipe.ToOptions());
        await RequireRoomAsync(wanted.Count, wanted.Sum(run => run.Bytes));
        Guid[] ids = [.. wanted.Select(_ => Guid.NewGuid())];
        try
        {
            IReadOnlyList<StudioRun> runs = await store.Runs.AddAllAsync(await StoreAsync(ids, wanted));
            if (runs[0].Id != ids[0])
            {
                // The same request came twice at once, and the other one was quicker.
                await ClearAsync(ids);
                return key!.Same(runs);
            }

            queue.Wake();
            return runs;
        }
        catch
        {
            await ClearAsync(ids);
            throw;
        }
    }

    private async Task<IReadOnlyList<StudioRun>> StoreAsync(Guid[] ids, IReadOnlyList<NewRun> wanted)
    {
        var seen = new SeenPictures(files, clips);
        List<StudioRun> runs = [];
        foreach ((Guid id, NewRun run) in ids.Zip(wanted))
        {
            runs.Add(await files.InTurnAsync(
                Pixels(run), () => StoreAsync(id, run, seen), CancellationToken.None));
            if (run.Resumes is { } before && !await store.Checkpoints.CopyAsync(before, id))
                throw StudioProblem.Conflict("The run's checkpoint is no longer there.");
        }

        return runs;
    }

    // The answer of a store that goes away may be lost although the run was stored: then its files must stay.
    private async Task ClearAsync(Guid[] ids)
    {
        try
        {
            foreach (Guid id in ids)
            {
                if (await store.Runs.FindAsync(id) is null)
                    await store.Blobs.DeleteAsync(id);
            }
        }
        catch (DbException)
        {
            // Without the store nobody knows. Files too many do no harm.
        }
    }

    private async Task RequireRoomAsync(int runs, long bytes)
    {
        StudioLimits limits = settings.Limits;
        long queued = await store.Runs.QueuedAsync();
        if (queued + runs > limits.MaxQueued)
        {
            throw new StudioProblem(
                StatusCodes.Status429TooManyRequests,
                runs == 1
                    ? $"{queued} runs are waiting already, which is the limit: try again later."
                    : $"{queued} runs are waiting already, and with these {runs} there would be more than the limit, "
                        + $"{limits.MaxQueued}: try again later, or with fewer.");
        }

        long used = await store.Runs.BytesAsync(), free = store.Blobs.FreeBytes();
        if (used + bytes > limits.MaxDiskBytes || free - bytes < LeastFreeBytes)
        {
            throw new StudioProblem(
                StatusCodes.Status507InsufficientStorage,
                $"There is no room left: runs take {used / 1e6:0} of {limits.MaxDiskBytes / 1e6:0} MB, "
                + $"and {free / 1e6:0} MB of the disk are free; delete some.");
        }
    }

    private async Task<StudioRun> StoreAsync(Guid id, NewRun wanted, SeenPictures seen)
    {
        StylizeOptions options = wanted.Recipe.ToOptions();
        SeenClip? clip = wanted.Recipe.Clip is { } part ? seen.Clip(wanted.Content, part) : null;
        PictureSize size = options.ResultSize(
            clip?.Size ?? files.SizeOf(wanted.Content.Bytes, wanted.Content.Name));
        RequireSize(size);
        byte[] view = clip is null
            ? seen.View(wanted.Content, LongestContentView)
            : PictureFiles.View(clip.First, LongestContentView);
        List<byte[]> styleViews = [.. wanted.Styles.Select(style => seen.View(style, LongestStyleView))];
        foreach (NamedBytes region in wanted.Regions)
            seen.View(region, LongestStyleView);
        await WriteAsync(id, wanted, view, styleViews);
        long bytes = wanted.Bytes + view.Length + styleViews.Sum(style => (long)style.Length);
        return new StudioRun
        {
            Id = id,
            Status = RunStatus.Queued,
            Recipe = wanted.Recipe.Normalize() with
            {
                Clip = clip?.Clip, Width = size.Width, Height = size.Height, InputBytes = bytes,
            },
            Created = settings.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Parent = wanted.Parent,
            Batch = wanted.Batch,
            RequestKey = wanted.Key?.Key ?? "",
            RequestHash = wanted.Key?.Hash ?? "",
            Webhook = wanted.Webhook,
            WebhookState = wanted.Webhook.Length > 0 ? WebhookState.Waiting : "",
            Bytes = bytes,
            Revision = 1,
        };
    }

    // A frame of a clip is read by ffmpeg, whose limit it is.
    private long Pixels(NewRun wanted) => Math.Max(
        wanted.Recipe.Clip is null ? 0 : settings.Limits.MaxClipPixels, files.MostPixels(wanted.Pictures));

    private void RequireSize(PictureSize size)
    {
        long limit = settings.Limits.MaxResultPixels;
        if ((long)size.Width * size.Height > limit)
        {
            throw StudioProblem.Wrong(
                $"The result would have {size.Width} x {size.Height} pixels, and the limit is {limit}: "
                + "use a smaller size.");
        }
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
        if (wanted.SoFar is { } soFar)
            await store.Blobs.WriteAsync(id, BlobName.SoFar, soFar);
    }

    private static void Check(NewRun wanted, StylizeOptions options)
    {
        IReadOnlyList<OptionProblem> ofOptions = options.Validate();
        List<string> problems = [.. ofOptions.Select(problem => problem.ToString())];
        if (options.Start.Init == StartMode.Picture && wanted.Start is null)
            problems.Add("init: expected content, style or noise, got 'picture'.");
        bool hasStyle = wanted.Recipe.Styles.Any(style => style.Weight > 0);
        if (!hasStyle && (wanted.Regions.Count == 0 || options.Start.Init == StartMode.Style))
            problems.Add("Expected at least one painting with a weight above 0.");
        if (wanted.Recipe.Clip is not null)
            problems.AddRange(OfClip(wanted, options).Except(problems));
        if (problems.Count > 0)
        {
            throw new StudioProblem(StatusCodes.Status422UnprocessableEntity, string.Join(' ', problems))
            {
                Fields = FieldProblem.Of(ofOptions),
            };
        }
    }

    private static IEnumerable<string> OfClip(NewRun wanted, StylizeOptions options)
    {
        var task = new VideoTask(() => throw new InvalidOperationException("It is only checked."), [], options);
        IEnumerable<string> problems = task.Validate().Select(problem => problem.ToString());
        if (wanted.Regions.Count > 0)
            problems = problems.Append("region: expected none for a clip, whose parts would have to move.");
        return wanted.Recipe.TimeLimit is null
            ? problems
            : problems.Append("time: expected none for a clip; a smaller size, quick or frameSteps makes it shorter.");
    }
}
