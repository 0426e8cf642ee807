namespace Impasto.Studio.QueueViews;

/// <summary>The room for the files of runs, in bytes.</summary>
/// <param name="Used">What the files of all runs take.</param>
/// <param name="Limit">What they may take.</param>
/// <param name="Free">What is free on the disk; null if that can't be measured, as of a database.</param>
internal sealed record DiskView(long Used, long Limit, long? Free);
