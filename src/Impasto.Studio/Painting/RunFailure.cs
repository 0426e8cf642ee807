using System.Data.Common;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Painting;

/// <summary>The error policy of runs: what an exception does to a run, and what people read.</summary>
/// <remarks>
/// An exception while a run is prepared or painted fails the run, except that a full disk pauses it and a store that is
/// away lets it wait again: nothing is wrong with the run then. An exception while its progress is stored is logged,
/// and the run continues. One while a finished picture is encoded costs only that format; the run fails only if no
/// format at all can be stored.
/// </remarks>
internal sealed class RunFailure(StudioSettings settings)
{
    private const string DiskFull =
        "The disk is full: the run was paused, and everything that was stored is kept. Make room, then continue it.";

    private const string Away = "The store did not answer.";

    /// <summary>True if the message explains the failure to people; otherwise the log needs the stack trace.</summary>
    public static bool IsExplained(Exception failure) => failure is ImpastoException;

    /// <summary>True if the store, a disk or a picture file is to blame.</summary>
    public static bool IsOfStorage(Exception failure) => failure
        is DbException or IOException or UnauthorizedAccessException or ImpastoException;

    /// <summary>The status that the run gets, and the sentence that people read.</summary>
    public (RunStatus Status, string Sentence) Judge(Exception failure) => failure switch
    {
        _ when StoreTrouble.IsDiskFull(failure) => (RunStatus.Paused, DiskFull),
        _ when StoreTrouble.IsAway(failure) => (RunStatus.Queued, Away),
        _ => (RunStatus.Failed, Explain(failure)),
    };

    /// <summary>The sentence that people read. They may be elsewhere, so it names no folder of this machine.</summary>
    public string Explain(Exception failure) => IsExplained(failure)
        ? failure.Message.Replace(settings.DataFolder, "the data folder", StringComparison.Ordinal)
        : "Something went wrong inside the studio; its log has the details.";
}
