using Impasto.Objectives;

namespace Impasto.Tests.Objectives;

/// <summary>Styles at the size that they have.</summary>
internal static class TestScaler
{
    public static StyleScaler AsTheyAre(StylizeOptions options, PixelSpace space) =>
        new(new PictureScaler(options, space), style => (style.Picture.Width, style.Picture.Height), Folder: null);
}
