using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>
/// What a result may have of each artefact. What its content or its painting has already is no artefact.
/// </summary>
internal static class ArtefactBounds
{
    // The samples lie between 0.8 and 1.4 at 256 pixels, and results without a frame as near to 1.
    private const double Border = 1.5;

    // A fifth more than the rougher of the two.
    private const double Speckle = 1.2;
    private const double Spots = 1.2;

    // So little is not seen, in pictures without any.
    private const double FewSpots = 0.01;
    private const double FewSaturated = 0.02;

    // Pictures have less power at the higher of two frequencies: 0.3 to 1.2 in samples and results.
    private const double Grid = 1.5;

    /// <summary>The names of the bounds that a result does not keep: border, speckle, spots, saturated, grid.</summary>
    public static IReadOnlyList<string> Broken(Picture result, Picture content, Picture style)
    {
        List<string> broken = [];
        Check("border", Artefacts.BorderEnergy, own => Border * Math.Max(1, own));
        Check("speckle", Artefacts.Speckle, own => Speckle * own);
        Check("spots", Artefacts.Spots, own => (Spots * own) + FewSpots);
        Check("saturated", Artefacts.Saturated, own => own + FewSaturated);
        foreach (int period in new[] { 2, 4 })
            Check("grid", picture => Artefacts.Grid(picture, period), own => Grid * Math.Max(1, own));
        return [.. broken.Distinct()];

        void Check(string name, Func<Picture, double> measure, Func<double, double> bound)
        {
            if (measure(result) > bound(Math.Max(measure(content), measure(style))))
                broken.Add(name);
        }
    }
}
