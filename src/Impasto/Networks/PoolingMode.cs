namespace Impasto;

/// <summary>How 2 x 2 positions become one between two blocks; an odd last row or column is dropped.</summary>
public enum PoolingMode
{
    /// <summary>The largest of the four, as VGG was trained.</summary>
    Max,

    /// <summary>Their mean; Gatys, Ecker and Bethge found it to give smoother pictures.</summary>
    Average,

    /// <summary>The root of their mean square.</summary>
    L2,
}
