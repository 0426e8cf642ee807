using System.Data.Common;

namespace Impasto.Studio.Painting;

/// <summary>The error policy of runs: which exceptions fail a run, and what people read.</summary>
/// <remarks>
/// An exception while a run is prepared or painted fails the run. One while its progress is stored is logged, and the
/// run continues. One while a finished picture is encoded costs only that format; the run fails only if no format at
/// all can be stored.
/// </remarks>
internal static class RunFailure
{
    /// <summary>True if the message explains the failure to people; otherwise the log needs the stack trace.</summary>
    public static bool IsExplained(Exception failure) => failure is ImpastoException;

    /// <summary>True if the store, a disk or a picture file is to blame.</summary>
    public static bool IsOfStorage(Exception failure) => failure is DbException or IOException or ImpastoException;

    /// <summary>The sentence that people read.</summary>
    public static string Explain(Exception failure) => IsExplained(failure)
        ? failure.Message
        : $"Something unexpected went wrong: {failure.Reason()}.";
}
