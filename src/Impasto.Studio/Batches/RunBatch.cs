namespace Impasto.Studio.Batches;

/// <summary>Several runs that one request has made.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What people call it.</param>
internal sealed record RunBatch(Guid Id, string Title)
{
    /// <summary>
    /// The option whose values make the runs of a sweep differ; empty if they differ in their pictures or variations.
    /// </summary>
    public string Sweep { get; init; } = "";
}
