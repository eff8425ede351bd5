let calls = 0;
exports.count = () => (calls += 1);
