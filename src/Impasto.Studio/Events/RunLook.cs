namespace Impasto.Studio.Events;

/// <summary>What a look at the runs found.</summary>
/// <param name="Runs">
/// The revisions of runs that are not over, and of those that ended since the look before;
/// <see cref="RunFeed.Gone"/> for one that was deleted.
/// </param>
/// <param name="Active">Those of them that are not over.</param>
/// <param name="Next">The place from which the next look misses nothing.</param>
internal sealed record RunLook(IReadOnlyDictionary<Guid, long> Runs, IReadOnlySet<Guid> Active, long Next);
