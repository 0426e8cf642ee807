namespace Impasto.Studio.Lists;

/// <summary>The order of a list of runs.</summary>
internal enum RunSort
{
    /// <summary>By creation, the newest first.</summary>
    Newest,

    /// <summary>By creation, the oldest first.</summary>
    Oldest,

    /// <summary>By the names of photograph and first painting.</summary>
    Name,

    /// <summary>By the number of pixels, the largest first.</summary>
    Size,
}
