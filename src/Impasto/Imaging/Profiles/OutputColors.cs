namespace Impasto;

/// <summary>The colour space of a picture's file; its profile is inside.</summary>
public enum OutputColors
{
    /// <summary>sRGB, which every program shows right.</summary>
    Srgb,

    /// <summary>Display P3, the space of newer screens.</summary>
    DisplayP3,

    /// <summary>Adobe RGB (1998), a space for print.</summary>
    AdobeRgb,
}
