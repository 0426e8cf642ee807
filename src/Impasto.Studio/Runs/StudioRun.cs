using Impasto.Imaging;
using Impasto.Studio.Batches;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Runs;

/// <summary>A run as it is stored.</summary>
internal sealed record StudioRun
{
    public required Guid Id { get; init; }

    public required RunStatus Status { get; init; }

    public required RunRecipe Recipe { get; init; }

    /// <summary>
    /// Runs are numbered in the order of their creation. The waiting run with the smallest number is the next, unless
    /// the order was changed.
    /// </summary>
    public long Number { get; init; }

    /// <summary>The key of the request that made it, by which the request is known again; else empty.</summary>
    public string RequestKey { get; init; } = "";

    /// <summary>SHA-256 of what that request asked for, in hexadecimal; else empty.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>Where a message goes when it is over; empty for nowhere.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>Where that message stands; empty if there is none.</summary>
    public string WebhookState { get; init; } = "";

    /// <summary>How often it was tried to send the message.</summary>
    public int WebhookTries { get; init; }

    /// <summary>Why the latest try failed; empty if none did.</summary>
    public string WebhookError { get; init; } = "";

    /// <summary>Milliseconds since 1970, as all times here.</summary>
    public required long Created { get; init; }

    /// <summary>When a worker first claimed it; null before.</summary>
    public long? Started { get; init; }

    /// <summary>When it was over; null before.</summary>
    public long? Finished { get; init; }

    /// <summary>
    /// How often a worker claimed it. A worker that claimed it under an earlier number has lost the run.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>Number of changes of this run.</summary>
    public long Revision { get; init; }

    /// <summary>The worker that has it, or had it last.</summary>
    public string Worker { get; init; } = "";

    public RunWish Wish { get; init; }

    public RunProgress? Progress { get; init; }

    /// <summary>Number of the newest frame; 0 if there is none.</summary>
    public long Frame { get; init; }

    /// <summary>Why it failed, or why it was paused if nobody asked for it; else empty.</summary>
    public string Error { get; init; } = "";

    /// <summary>Sentences for people, a line each.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The engine that did the work, for people.</summary>
    public string Engine { get; init; } = "";

    /// <summary>The run that it continues or repeats; null for none.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The batch that it belongs to; null for none.</summary>
    public RunBatch? Batch { get; init; }

    /// <summary>True if a user marked it.</summary>
    public bool IsFavorite { get; init; }

    /// <summary>Bytes of its files.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// The formats in which its picture is stored: its result, or the picture of a run that is paused; empty if there
    /// is none. Earlier versions stored several.
    /// </summary>
    public IReadOnlyList<ResultFormat> Stored { get; init; } = [];

    /// <summary>
    /// The formats in which its result can be had; empty if it has none. The picture of a paused run is no result.
    /// </summary>
    public IReadOnlyList<ResultFormat> Formats => !HasResult || Stored.Count == 0 ? []
        : Recipe.Clip is not null ? Stored
        : [.. ResultFormat.All.Where(format => Stored.Contains(format) || CanMake(format))];

    /// <summary>True if nothing more happens to it, except that it may be deleted.</summary>
    public bool IsOver => Ends(Status);

    /// <summary>Whether a run of that status is over.</summary>
    public static bool Ends(RunStatus status) =>
        status is RunStatus.Done or RunStatus.Stopped or RunStatus.Cancelled or RunStatus.Failed;

    public bool HasResult => Status is RunStatus.Done or RunStatus.Stopped;

    // A TIFF of 16 bits that is made from 8 bits would promise what it has not.
    private bool CanMake(ResultFormat format) => format != ResultFormat.Tiff
        && format.Format.Fits(new PictureSize(Recipe.Width, Recipe.Height));
}
