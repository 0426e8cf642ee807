namespace Impasto;

/// <summary>The features that a picture's forms are compared with.</summary>
public enum ContentMode
{
    /// <summary>The photograph's own.</summary>
    Photo,

    /// <summary>At each position the painting's features that are nearest to the photograph's.</summary>
    Match,

    /// <summary>Both: the photograph's keep the forms, the painting's fill them.</summary>
    Both,
}
