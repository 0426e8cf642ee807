using System.Globalization;
using System.Security;
using System.Text;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Cli.Reporting;

/// <summary>Words, lines and pictures on white: collected as SVG, drawn by libvips.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
internal sealed class Drawing(int width, int height)
{
    private const string Family = "Roboto";

    // A bare machine has no fonts. libvips keeps this one for all later drawings, SVG included.
    private static readonly string s_font = Path.Combine(AppContext.BaseDirectory, "Fonts", "Roboto-Regular.ttf");

    private readonly StringBuilder _shapes = new();

    /// <summary>Width of a text in pixels.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Size of the letters in pixels.</param>
    public static double WidthOf(string text, double size)
    {
        // At 72 dots per inch a point is a pixel.
        using Image ink = Image.Text(
            SecurityElement.Escape(Printable($"{text}.")), font: Font(size), fontfile: s_font, dpi: 72);
        return ink.Width;
    }

    /// <summary>The text, or its beginning with "…" if the whole does not fit.</summary>
    public static string Fit(string text, double size, double width)
    {
        double whole = WidthOf(text, size);
        if (whole <= width)
            return text;
        int letters = Math.Max(1, (int)(text.Length * width / whole));
        while (letters > 1 && WidthOf($"{text[..letters]}…", size) > width)
            letters--;
        return $"{text[..letters]}…";
    }

    /// <summary>Writes one line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where it begins, or its middle or end, as the anchor says.</param>
    /// <param name="y">The line that its letters stand on.</param>
    /// <param name="size">Size of the letters in pixels.</param>
    /// <param name="color">A colour of CSS.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="turn">Degrees by which it is turned around its anchor, clockwise.</param>
    public void Text(
        string text, double x, double y, double size, string color = "black", string anchor = "start",
        double turn = 0) =>
        Add($"""
            <text transform="translate({x:0.##} {y:0.##}) rotate({turn})" font-family="{Family}" font-size="{size}"
            fill="{color}" text-anchor="{anchor}" xml:space="preserve">{SecurityElement.Escape(Printable(text))}</text>
            """);

    /// <summary>Fills a rectangle.</summary>
    public void Fill(double x, double y, double width, double height, string color) => Add(
        $"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" fill="{color}"/>""");

    /// <summary>Draws a line through points.</summary>
    /// <param name="points">At least two points.</param>
    /// <param name="color">A colour of CSS.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="opacity">From 0 to 1.</param>
    public void Line(
        IEnumerable<(double X, double Y)> points, string color, double width = 1, double opacity = 1)
    {
        string path = string.Join(
            ' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));
        Add($"""
            <polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}" stroke-opacity="{opacity}"
            stroke-linejoin="round"/>
            """);
    }

    /// <summary>Places a picture at a size.</summary>
    public void Place(Picture picture, int x, int y, int width, int height)
    {
        byte[] file = PictureWriter.Encode(Resampler.Resize(picture, width, height), PictureFormat.Png);
        Add($"""
            <image x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none"
            href="data:image/png;base64,{Convert.ToBase64String(file)}"/>
            """);
    }

    /// <summary>Draws everything, in the order in which it was added.</summary>
    public Picture ToPicture()
    {
        WidthOf("", 10); // gives libvips the font
        string svg = $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">
            <rect width="100%" height="100%" fill="white"/>
            {_shapes}</svg>
            """;
        // The limits of the loader are for files of strangers: pictures in a drawing exceed them.
        using Image drawn = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(svg), unlimited: true);
        return Picture.FromPixels(
            drawn.WriteToMemory<byte>(), new PictureSize(drawn.Width, drawn.Height), PixelLayout.Rgbx32);
    }

    private static string Font(double size) => string.Create(CultureInfo.InvariantCulture, $"{Family} {size}");

    // XML has no sign for the other control characters.
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));

    private void Add(FormattableString shape) => _shapes.AppendLine(shape.ToString(CultureInfo.InvariantCulture));
}
