namespace Impasto.Imaging.Profiles;

/// <summary>Where a colour space's red, green, blue and white lie, as x and y of CIE 1931.</summary>
internal sealed record Chromaticities(
    (double X, double Y) Red, (double X, double Y) Green, (double X, double Y) Blue, (double X, double Y) White)
{
    private static readonly (double X, double Y) D65 = (0.3127, 0.3290);

    /// <summary>sRGB. Source: IEC 61966-2-1; ITU-R BT.709-6.</summary>
    public static Chromaticities Srgb { get; } = new((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), D65);

    /// <summary>Display P3. Source: SMPTE EG 432-1.</summary>
    public static Chromaticities DisplayP3 { get; } = new((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65);

    /// <summary>Adobe RGB. Source: Adobe RGB (1998) Color Image Encoding, 2005, 4.3.1.</summary>
    public static Chromaticities AdobeRgb { get; } = new((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), D65);

    /// <summary>The primaries of a code; null if it is unknown here. Source: ITU-T H.273, table 2.</summary>
    public static Chromaticities? OfCode(int code) => code switch
    {
        1 => Srgb,
        4 => new((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), (0.310, 0.316)),
        5 => new((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), D65),
        6 or 7 => new((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), D65),
        9 => new((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),
        11 => DisplayP3 with { White = (0.314, 0.351) },
        12 => DisplayP3,
        22 => new((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), D65),
        _ => null,
    };

    /// <summary>Whether the points are the same as others but for rounding to three digits.</summary>
    public bool IsNear(Chromaticities other) =>
        Same(Red, other.Red) && Same(Green, other.Green) && Same(Blue, other.Blue) && Same(White, other.White);

    private static bool Same((double X, double Y) left, (double X, double Y) right) =>
        Math.Abs(left.X - right.X) < 1e-3 && Math.Abs(left.Y - right.Y) < 1e-3;

    /// <summary>
    /// The matrix from linear red, green and blue to X, Y and Z, 3 x 3 row by row, white of Y = 1; null if the points
    /// are no colour space.
    /// </summary>
    /// <remarks>Source: SMPTE RP 177-1993, 3.</remarks>
    public double[]? ToXyz()
    {
        (double X, double Y)[] points = [Red, Green, Blue, White];
        if (points.Any(point => point.Y is not (> 0.001 and < 1) || point.X is not (>= 0 and < 1)))
            return null;
        double[] columns = Rows([Xyz(Red), Xyz(Green), Xyz(Blue)]);
        if (Matrix3.Inverse(columns) is not { } inverse)
            return null;
        double[] scale = Matrix3.Times(inverse, Xyz(White));
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++)
            matrix[i] = columns[i] * scale[i % 3];
        return matrix;
    }

    /// <summary>
    /// As <see cref="ToXyz"/>, adapted to the white D50 of ICC profiles.
    /// </summary>
    /// <remarks>Source: Lam, Bradford transform; ICC.1:2022, annex E.</remarks>
    public double[]? ToD50() => ToXyz() is { } matrix ? Matrix3.Product(Adaptation(), matrix) : null;

    /// <summary>The matrix that adapts X, Y and Z from this white to D50.</summary>
    public double[] Adaptation()
    {
        double[] own = Matrix3.Times(Bradford, Xyz(White)), wanted = Matrix3.Times(Bradford, [0.9642, 1, 0.8249]);
        double[] scaled = [.. Bradford.Select((value, i) => value * (wanted[i / 3] / own[i / 3]))];
        return Matrix3.Product(Matrix3.Inverse(Bradford)!, scaled);
    }

    private static double[] Bradford { get; } =
        [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];

    private static double[] Xyz((double X, double Y) point) =>
        [point.X / point.Y, 1, (1 - point.X - point.Y) / point.Y];

    private static double[] Rows(double[][] columns) =>
        [.. Enumerable.Range(0, 9).Select(i => columns[i % 3][i / 3])];
}
