namespace Impasto.Studio.Sharing;

/// <summary>Sentences on what a file lacks of the run that it comes from.</summary>
internal static class SharedNotes
{
    /// <summary>The picture that a run continued from is no part of a recipe.</summary>
    public const string Continued =
        "The run continued from an earlier picture, which is not in the file: the recipe begins from the photograph.";

    /// <summary>Masks are not inside results.</summary>
    public const string WithoutParts =
        "The picture has parts of their own, whose masks are not in the file: paint them again.";
}
